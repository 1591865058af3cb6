/**
 * Which web pages may talk to this server: those on the list and those that the server itself
 * serves under a local name. The Host header is not asked: a page that has its name resolve to this
 * machine (DNS rebinding) would send its own name there.
 */

export class Origins {
  private readonly allowed: ReadonlySet<string>;

  /** `listed` as browsers send them (`https://ledger.example`); `port` is the one listened on. */
  constructor(listed: readonly string[], port: number) {
    const own = ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`);
    this.allowed = new Set([...listed, ...own]);
  }

  /** True when a request with this Origin header may be answered. Programs send none. */
  allows(origin: string | undefined): boolean {
    return origin === undefined || this.allowed.has(origin);
  }
}
