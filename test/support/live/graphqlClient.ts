/** One GraphQL request over fetch, for suites that look rather than load. */

/** The answer as it came: data and errors side by side. */
export interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly [name: string]: unknown };
  }[];
}

/** Sends `query` and returns its data; throws when there are errors. */
export async function ask<Data>(url: string, query: string, variables: object = {}): Promise<Data> {
  const answer = await askForAnswer<Data>(url, query, variables);
  if (answer.errors !== undefined || answer.data === undefined || answer.data === null) {
    throw new Error(`${query.slice(0, 80)} … answers ${JSON.stringify(answer).slice(0, 2_000)}`);
  }
  return answer.data;
}

/** Sends `query` and returns the whole answer. */
export async function askForAnswer<Data>(
  url: string,
  query: string,
  variables: object = {},
): Promise<GraphqlAnswer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as GraphqlAnswer<Data>;
}
