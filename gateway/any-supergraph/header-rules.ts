/** What a subgraph is sent of the client's headers, and beside them. Names are in lower case. */
export interface HeaderRule {
  /** Of the client, from its request or the payload of its connection_init. */
  readonly forward: readonly string[];
  /** In any case; stronger than what is forwarded. */
  readonly set: Readonly<Record<string, string>>;
  /** Not sent, whoever would have it sent. */
  readonly remove: readonly string[];
}

/** Nothing is sent that no rule names, but the correlation id. */
export interface HeaderRules {
  readonly all: HeaderRule;
  /** What holds for one subgraph beside it. */
  readonly subgraphs: ReadonlyMap<string, HeaderRule>;
}

type Headers = Readonly<Record<string, string>>;

/** What this subgraph sees: `own` are the gateway's headers, `forwarded` what was taken from the client for all subgraphs together. */
export function headersFor(
  { all, subgraphs }: HeaderRules,
  subgraph: string,
  { own = {}, forwarded = {} }: { readonly own?: Headers; readonly forwarded?: Headers | undefined },
): Headers {
  const rule = subgraphs.get(subgraph);
  const names = new Set([...all.forward, ...(rule?.forward ?? [])]);
  const taken = Object.entries(forwarded).filter(([name]) => names.has(name));
  const sent = { ...own, ...Object.fromEntries(taken), ...all.set, ...rule?.set };
  const removed = new Set([...all.remove, ...(rule?.remove ?? [])]);
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !removed.has(name)));
}

/** Of the client, for any subgraph. */
export function forwardedNames({ all, subgraphs }: HeaderRules): readonly string[] {
  const rules = [all, ...subgraphs.values()];
  return [...new Set(rules.flatMap(({ forward }) => forward))];
}
