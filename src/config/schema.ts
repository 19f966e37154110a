import { z } from 'zod';
import { cacheStates, targets } from '../plan/cell.js';
