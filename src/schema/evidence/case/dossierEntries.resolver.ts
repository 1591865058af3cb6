/** The manifest of a dossier, a page at a time: what a caller works its root out from. */
import { sql } from 'kysely';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionType, type Page, PageArgs } from '../../connection.js';
import type { SchemaContext } from '../../context.js';
import { sqlPage } from '../../sqlPage.js';
import { DossierEntryType, DossierType } from './case.types.js';

/** Largest page of entries: a dossier may have a hundred thousand. */
const ENTRY_PAGE_MAX = 1_000;

const DossierEntryConnection = connectionType(
  'DossierEntry',
  () => DossierEntryType.type,
  'entries of a dossier',
);

@Resolver(() => DossierType.type)
export class DossierEntriesResolver {
  @FieldResolver(() => DossierEntryConnection, {
    description: 'The entries of the manifest in order, at most 1,000 a page.',
  })
  entries(
    @Root() { dossierId }: { readonly dossierId: string },
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<object>> {
    return sqlPage(
      {
        name: 'dossierEntries',
        query: context.readModels
          .selectFrom('evidence_dossier_items')
          .selectAll()
          .where('dossier', '=', dossierId),
        sort: [
          {
            name: 'NUMBER',
            column: sql.ref('number'),
            kind: 'number',
            of: ({ number }) => number,
            direction: 'asc',
          },
        ],
        member: DossierEntryType.of,
        maxPage: ENTRY_PAGE_MAX,
      },
      args,
      context,
    );
  }
}
