/** Shown for as long as nothing is heard from the server. */
export function ConnectionLost() {
  return (
    <p className="notice warning" role="alert">
      The server does not answer. What you see is what was last known. This page reconnects by itself; if it
      does not, look whether the server still runs.
    </p>
  );
}
