// npm start: the stack.
import { become } from './become.js';

await become('gateway/main.js');
