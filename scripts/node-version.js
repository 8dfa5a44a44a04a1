const OLDEST = [20, 19];

/** Ends the process with one clear line where this Node is too old; a syntax error deep inside would not tell. */
export function checkNodeVersion() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  console.error(`tentaculo_link needs Node ${OLDEST.join('.')} or newer, this is ${process.versions.node}`);
  process.exit(1);
}
