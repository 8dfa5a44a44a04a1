// npm run gateway: the supergraph that the arguments name.
import { become } from './become.js';

await become('gateway/any-supergraph/main.js');
