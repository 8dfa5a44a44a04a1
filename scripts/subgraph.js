// npm run subgraph: one subgraph alone.
import { become } from './become.js';

await become('subgraphs/serve.js');
