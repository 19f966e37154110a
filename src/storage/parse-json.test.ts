import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ledgerOf } from '../model/noise-ledger.js';
import type { CellOutcome } from '../model/outcome.js';
import { fixtureDocument } from '../testing/fixture-document.js';
import { parseResultJson, type Unwanted } from './parse-json.js';
import { serializeDocument } from './serialize.js';

function parsed(
  text: string,
  parts: Unwanted['parts'] = [],
  algorithms: readonly string[] = [],
): unknown {
  return parseResultJson(Buffer.from(text), { parts, algorithms: new Set(algorithms) });
}

describe('parseResultJson', () => {
  it('gives what JSON.parse gives, whatever the text', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer(),
      // Durations as they are recorded: 7 digits.
      fc.double({ min: 1e-6, max: 1e12, noNaN: true }).map((value) => Number(value.toPrecision(7))),
      fc.constant(-0),
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.constantFrom('":[1,2', '"outcomes":[', '\\', '"', null, true),
        fc.array(number),
        fc.array(fc.array(number)),
        fc.array(fc.constant(null)),
        fc.array(fc.oneof(number, fc.constant(null))),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.record({ cell: fc.record({ id: fc.string(), a: tie('any') }) }),
        fc.dictionary(
          fc.oneof(fc.string(), fc.constantFrom('noise', '1', '\\', '":[')),
          tie('any'),
          {
            maxKeys: 5,
          },
        ),
      ),
    })).any;
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1), (any, indent) => {
        const text = JSON.stringify(any, null, indent);
        expect(parsed(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '[1,02]',
    '{"a":[01]}',
    '{"a":[1.]}',
    '{"a":[.5]}',
    '{"a":[-]}',
    '{"a":[1,]}',
    '{"a":[1',
    '{"a":[[1,2],[3}',
    '{"a":[nul]}',
    '{"a":[null,1e]}',
    '{"a":[\n{"b":1},\n]}',
    '{"a":[\n{"b":1}\n{"b":2}\n]}',
    '{"a":[\n{"b":1},',
    '{"a":[\n{"b":[1,2\n]}\n]}]',
    // Each line that breaks off must not be tried anew in all around it.
    '{"a":[\n'.repeat(200),
    '',
  ])('refuses %s as JSON.parse does', (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(() => parsed(text)).toThrow(SyntaxError);
  });

  it.each([
    '{"a":[1],"a":[2]}',
    '{"a":[1],"b":[ ]}',
    '{"a":[1],"a":[2],"b":[ ]}',
    '{"2":[1],"1":[2]}',
    '{"a":[1e3,-0,0.1,123456789012345678]}',
    '{"a":[0.30000000000000004,5e-324,1.7976931348623157e308]}',
    '[[1,2],[3]]',
    '{"a":[[],[1],[[2]]]}',
    '{"a":[{"b":[1]},{"b":[]}]}',
    '{"a":[\n1,\n2\n]}',
    '{"a":[\n]}',
    '{"a":[\n\n]}',
    '{"a":[\n{"b":[1]},\n{"b":[]}\n],"c":[1]}',
    '{"a":[\n{"b":1}\n,{"b":2}\n]}',
    '{"a":[\n{"b":[\n{"c":[1]}\n],"c":[2]}\n]}',
    '{"a":[\n{"b":"\u00e9"},\n{"b":"x"}\n],"c":"\u{1f600}"}',
    '{"a":[1,2],"b":{"a":[1,2]},"c":[{"a":[1,2]},{"a":[1,2,3]},{"a":[1]}]}',
    '{"a":[\n'.repeat(100) + ']}'.repeat(100),
    '7',
  ])('takes %s as JSON.parse does', (text) => {
    expect(parsed(text)).toEqual(JSON.parse(text));
  });

  it('gives what JSON.parse gives of an array with an item a line', () => {
    const item = fc.oneof(
      fc.record({ a: fc.array(fc.integer()), b: fc.string() }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const text = `{"a":[\n${items.map((own) => JSON.stringify(own)).join(',\n')}\n],"b":[1]}`;
        expect(parsed(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['{"cell":{"id":"a","b":1}}', '{"cell":{"id":"a","b":2}}'],
    ['{"cell":{"id":"a","b":"}"}}', '{"cell":{"id":"a","b":"}"},"c":[1]}'],
    ['{"cell":{"id":"a","b":"{"}}', '{"cell":{"id":"a","b":"{","c":[1]}}'],
    ['{"cell":{"id":"a","b":{}}}', '{"cell":{"id":"a"},"b":{}}'],
    ['{"cell":{"id":"a"}}', '{"cell":{"id":"a","id":"b"}}'],
    ['{"cell":{"id":""}}', '{"cell":{"id":"\\""}}'],
  ])('does not take the cell of %s for that of %s', (first, second) => {
    for (const text of [first, second, first]) expect(parsed(text)).toEqual(JSON.parse(text));
  });

  it('gives one object for the same cell of two results', () => {
    const text = '{"outcomes":[\n{"cell":{"id":"a","b":1}},\n{"cell":{"id":"c","b":1}}\n]}';
    const cells = [text, text].map((own) =>
      (parsed(own) as { outcomes: { cell: unknown }[] }).outcomes.map(({ cell }) => cell),
    );
    expect(cells[0]![0]).toBe(cells[1]![0]);
    expect(cells[0]![1]).toBe(cells[1]![1]);
    expect(cells[0]![0]).not.toBe(cells[0]![1]);
  });

  it('takes a reading that is not wanted for unknown', () => {
    const { outcomes } = fixtureDocument();
    const text = JSON.stringify({ outcomes });
    const unknown = outcomes.map((outcome) =>
      outcome.status === 'measured'
        ? { ...outcome, noise: { ...outcome.noise, clockHz: outcome.noise.round.map(() => null) } }
        : outcome,
    );
    expect(parsed(text, ['clockHz'])).toEqual({ outcomes: unknown });
    expect(parsed('{"clockHz":[]}', ['clockHz'])).toEqual({ clockHz: [] });
  });

  it('leaves out what is not wanted, and nothing else', () => {
    const document = fixtureDocument();
    const text = serializeDocument(document);
    expect(parsed(text)).toEqual(document);
    expect(parsed(text, ['cells', 'noise', 'passDurationsNs'])).toEqual({
      ...document,
      plan: { ...document.plan, cells: [] },
      outcomes: document.outcomes.map((outcome) =>
        outcome.status === 'measured'
          ? { ...outcome, noise: ledgerOf([]), passDurationsNs: null }
          : outcome,
      ),
    });
  });

  it('leaves out what was measured of an algorithm, and no other outcome', () => {
    const document = fixtureDocument();
    const { outcomes } = document;
    const isOf = (outcome: CellOutcome, id: string) =>
      outcome.status === 'measured' && outcome.cell.algorithm === id;
    for (const id of new Set(outcomes.map(({ cell }) => cell.algorithm))) {
      const rest = outcomes.filter((outcome) => !isOf(outcome, id));
      expect(parsed(serializeDocument(document), [], [id])).toEqual({
        ...document,
        outcomes: rest,
      });
    }
    const [measured] = outcomes.filter(({ status }) => status === 'measured');
    const only = { ...document, outcomes: [measured!] };
    expect(parsed(serializeDocument(only), [], [measured!.cell.algorithm])).toEqual({
      ...document,
      outcomes: [],
    });
    const failed = { status: 'failed' as const, cell: measured!.cell, message: 'wrong output' };
    const withFailed = { ...document, outcomes: [failed, measured!] };
    expect(parsed(serializeDocument(withFailed), [], [failed.cell.algorithm])).toEqual({
      ...document,
      outcomes: [failed],
    });
  });
});
