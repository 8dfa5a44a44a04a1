import { useLive } from '../../live/live.tsx';
import { addressOf } from '../../shell/route.ts';
import { serviceTone, serviceWords } from '../state/service-words.ts';
import { layout, type Placed } from './layout.ts';

const NODE = { width: 132, height: 36, gapX: 48, gapY: 12 };

/** Who needs whom, from left to right. */
export function Topology() {
  const { services, edges, stale } = useLive();
  const names = [...services.keys()].sort((a, b) => a.localeCompare(b));
  const links = edges
    .map(({ from, to, relation }) => ({ from: from.name, to: to.name, relation }))
    .filter(({ from, to }) => services.has(from) && services.has(to));
  const placed = layout(names, links);
  const width = (Math.max(0, ...placed.map(({ column }) => column)) + 1) * (NODE.width + NODE.gapX);
  const height = (Math.max(0, ...placed.map(({ row }) => row)) + 1) * (NODE.height + NODE.gapY);
  if (placed.length === 0) return null;
  return (
    <section aria-labelledby="topology">
      <h2 id="topology">Topology</h2>
      <div className="panel scroll" tabIndex={0} role="group" aria-labelledby="topology">
        <svg width={width} height={height} className="topology">
          {links.map(({ from, to, relation }) => (
            <Edge
              key={`${from} ${to} ${relation}`}
              from={placed.find(({ name }) => name === from)}
              to={placed.find(({ name }) => name === to)}
              words={`${from} ${relation === 'dependsOn' ? 'needs' : relation} ${to}`}
            />
          ))}
          {placed.map((node) => {
            const service = services.get(node.name);
            if (service === undefined) return null;
            return (
              <a key={node.name} href={addressOf({ page: 'component', name: node.name })}>
                <g
                  transform={`translate(${left(node)} ${top(node)})`}
                  data-tone={stale ? 'asleep' : serviceTone(service)}
                >
                  <title>{`${node.name}: ${serviceWords(service)}`}</title>
                  <rect width={NODE.width} height={NODE.height} rx={8} />
                  <circle cx={16} cy={NODE.height / 2} r={4} />
                  <text x={28} y={NODE.height / 2 + 4}>
                    {node.name}
                  </text>
                </g>
              </a>
            );
          })}
        </svg>
      </div>
    </section>
  );
}

function Edge(props: {
  readonly from: Placed | undefined;
  readonly to: Placed | undefined;
  readonly words: string;
}) {
  const { from, to } = props;
  if (from === undefined || to === undefined) return null;
  const [x1, y1] = [left(to) + NODE.width, top(to) + NODE.height / 2];
  const [x2, y2] = [left(from), top(from) + NODE.height / 2];
  const middle = (x1 + x2) / 2;
  return (
    <path className="edge" d={`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`}>
      <title>{props.words}</title>
    </path>
  );
}

function left(node: Placed): number {
  return node.column * (NODE.width + NODE.gapX) + 1;
}

function top(node: Placed): number {
  return node.row * (NODE.height + NODE.gapY) + 1;
}
