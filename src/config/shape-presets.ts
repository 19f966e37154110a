/** Shapes of real work by the name that stands for them, in the notation of `parseShapes`. */
export const shapePresets: Readonly<Record<string, { title: string; shapes: readonly string[] }>> =
  {
    llm: {
      title: 'vocabularies of language models, 1 to 512 rows',
      shapes: [32_000, 50_257, 128_256, 151_936, 262_144].flatMap((columns) =>
        [1, 8, 64, 512].map((rows) => `${rows}x${columns}`),
      ),
    },
    attention: {
      title: 'scores of attention: many rows of a context, and few of a long one',
      shapes: ['6144x384', '18000x1500', '131072x4096', '32x131072'],
    },
    vision: { title: 'classes of images in batches of 256', shapes: ['256x1000', '256x21841'] },
  };
