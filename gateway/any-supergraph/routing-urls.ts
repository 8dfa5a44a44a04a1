import { Kind, parse, type DirectiveNode } from 'graphql';

/** The subgraphs of a supergraph and where each is, from the enum that composition writes. */
export function readRoutingUrls(supergraphSdl: string): ReadonlyMap<string, string> {
  const urls = new Map<string, string>();
  for (const node of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (node.kind !== Kind.ENUM_TYPE_DEFINITION || node.name.value !== 'join__Graph') continue;
    for (const { directives = [] } of node.values ?? []) {
      const graph = directives.find(({ name }) => name.value === 'join__graph');
      const name = graph && textArgument(graph, 'name');
      if (graph !== undefined && name !== undefined) urls.set(name, textArgument(graph, 'url') ?? '');
    }
  }
  return urls;
}

function textArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
