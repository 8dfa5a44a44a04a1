/** Who is believed to be a subgraph, and how this gateway shows who it is; texts in PEM. */
export interface LinkTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}
