import { describe } from 'vitest';
import { createInProcessBus } from '../../platform/bus/bus-in-process.ts';
import { describeBus, SMALL_RETENTION } from './bus.ts';

describe('the bus of one process', () => describeBus(() => createInProcessBus(SMALL_RETENTION)));
