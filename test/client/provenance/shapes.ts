/** Reads JSON-LD into triples and holds them against shapes, with libraries that are not ours. */
import jsonld from 'jsonld';
import { DataFactory, Parser, Store } from 'n3';
import { readFileSync } from 'node:fs';
import SHACLValidator from 'rdf-validate-shacl';

/** The triples of a JSON-LD text. Whatever would have to be fetched to read it is a failure. */
export async function triplesOf(text: string): Promise<Store> {
  const documentLoader = (url: string): Promise<never> =>
    Promise.reject(new Error(`${url} would have to be fetched`));
  // Safe mode refuses what would be dropped; the published types do not know it yet.
  const options = { format: 'application/n-quads', documentLoader, safe: true } as const;
  const nquads = await jsonld.toRDF(JSON.parse(text) as object, options);
  return new Store(new Parser({ format: 'application/n-quads' }).parse(nquads as never));
}

/** What the shapes in `file` of this folder say against the triples: paths of faulty properties. */
export async function violations(data: Store, file: string): Promise<readonly string[]> {
  const shapes = new Store(
    new Parser().parse(readFileSync(new URL(file, import.meta.url), 'utf8')),
  );
  const report = await new SHACLValidator(shapes).validate(data);
  const found = report.results.map(({ path, focusNode }) => {
    const at = (path as { readonly value?: string } | null)?.value ?? focusNode?.value ?? '';
    return at.replace(/^.*[/#:]/, '');
  });
  return [...new Set(found)].sort();
}

/** Nodes with this predicate and value, by the local names of an ontology. */
export function subjects(data: Store, predicate: string, value: string): readonly string[] {
  const term = value.includes(':') ? DataFactory.namedNode(value) : DataFactory.literal(value);
  return data.getSubjects(DataFactory.namedNode(predicate), term, null).map((each) => each.value);
}

/** Values of a property of a node. */
export function values(data: Store, subject: string, predicate: string): readonly string[] {
  const [node, property] = [DataFactory.namedNode(subject), DataFactory.namedNode(predicate)];
  return data.getObjects(node, property, null).map((each) => each.value);
}
