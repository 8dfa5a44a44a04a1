import { linePoints } from './stats.ts';

const WIDTH = 96;
const HEIGHT = 20;

/** A line without axes; the words beside it carry the value. */
export function Sparkline(props: { readonly values: readonly number[]; readonly ceiling?: number }) {
  const { values, ceiling } = props;
  if (values.length < 2) return null;
  const box = { width: WIDTH, height: HEIGHT - 2, ...(ceiling === undefined ? {} : { ceiling }) };
  return (
    <svg
      className="spark"
      viewBox={`0 -1 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <polyline points={linePoints(values, box)} />
    </svg>
  );
}
