import { z } from 'zod';

import { configLayerSchema } from '../model/run-config.js';

/** The JSON Schema (draft 7, which editors know) of a config file, derived from the zod schema. */
export function configJsonSchema(): object {
  return {
    title: 'softmax-bench run config',
    ...z.toJSONSchema(configLayerSchema, { target: 'draft-7', io: 'input' }),
  };
}
