/** All members of a list that the ledger answers a page at a time. */

/** What a page has to have. */
interface PageOf<Member> {
  readonly nodes: readonly Member[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Asks for one page after the other. */
export async function everyPage<Member>(
  ask: (after: string | null) => Promise<PageOf<Member>>,
): Promise<readonly Member[]> {
  const members: Member[] = [];
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: PageOf<Member> = await ask(after);
    members.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return members;
}
