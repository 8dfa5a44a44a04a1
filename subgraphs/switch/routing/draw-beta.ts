/** One draw of a Beta distribution, both parameters at least 1: X / (X + Y) of two Gamma draws. */
export function drawBeta(alpha: number, beta: number, random: () => number): number {
  const x = drawGamma(alpha, random);
  const y = drawGamma(beta, random);
  return x / (x + y);
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000); for a shape of at least 1. */
function drawGamma(shape: number, random: () => number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = drawNormal(random);
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(positive(random)) < normal ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Box and Muller. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(positive(random))) * Math.cos(2 * Math.PI * random());
}

function positive(random: () => number): number {
  return 1 - random();
}
