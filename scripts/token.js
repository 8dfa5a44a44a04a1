// npm run token: makes a token.
import { become } from './become.js';

await become('gateway/token-command/main.js');
