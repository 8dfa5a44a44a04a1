export interface Placed {
  readonly name: string;
  readonly column: number;
  readonly row: number;
}

const GRID_COLUMNS = 4;

/**
 * Columns from what everything needs to what nothing needs: each name one column right of its last dependency.
 * Edges go from who needs to what is needed; a circle is cut where it closes.
 */
export function layout(
  names: readonly string[],
  edges: readonly { readonly from: string; readonly to: string }[],
): readonly Placed[] {
  const columns = new Map<string, number>();
  const columnOf = (name: string, above: readonly string[]): number => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    const needs = edges.filter(({ from, to }) => from === name && !above.includes(to)).map(({ to }) => to);
    const column = Math.max(-1, ...needs.map((need) => columnOf(need, [...above, name]))) + 1;
    columns.set(name, column);
    return column;
  };
  for (const name of names) columnOf(name, [name]);
  const linked = names.filter((name) => edges.some(({ from, to }) => from === name || to === name));
  const rows = new Map<number, number>();
  const graph = linked.map((name) => {
    const column = columns.get(name) ?? 0;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { name, column, row };
  });
  const below = Math.max(0, ...rows.values());
  const alone = names.filter((name) => !linked.includes(name));
  return [...graph, ...alone.map((name, index) => inGrid(name, index, below))];
}

/** What nothing is linked to stands below the graph, side by side. */
function inGrid(name: string, index: number, below: number): Placed {
  return { name, column: index % GRID_COLUMNS, row: below + Math.floor(index / GRID_COLUMNS) };
}
