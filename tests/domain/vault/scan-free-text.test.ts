import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FindingKind, scanFreeText } from '#app/domain/vault/scan-free-text.ts'

const findings = (text: string) =>
  scanFreeText(text).map(({ kind, start, end }): [FindingKind, string] => [kind, text.slice(start, end)])

describe('what points to a person is found where it stands', () => {
  test.each<[string, [FindingKind, string][]]>([
    ['His A-number is A012-345-678, ask for it.', [['a_number', 'A012-345-678']]],
    ['a# 12345678', [['a_number', 'a# 12345678']]],
    ['SSN 000-12-3456', [['ssn', '000-12-3456']]],
    ['social security number: 000123456', [['ssn', '000123456']]],
    [
      'Call (555) 010-0199 or 555.010.0142',
      [
        ['phone', '(555) 010-0199'],
        ['phone', '555.010.0142'],
      ],
    ],
    ['+1 555 010 0199', [['phone', '+1 555 010 0199']]],
    ['en México: +52 55 0000 0000', [['phone', '+52 55 0000 0000']]],
    ['هاتف ٥٥٥-٠١٠-٠١٩٩', [['phone', '٥٥٥-٠١٠-٠١٩٩']]],
    ['held at Larkspur County Jail since May', [['facility', 'Larkspur County Jail']]],
    ['the North Harbor Detention Center', [['facility', 'North Harbor Detention Center']]],
    ['Está en el Centro de Detención Otay Larkspur.', [['facility', 'Centro de Detención Otay Larkspur']]],
    ['el centro de detencion de Larkspur', [['facility', 'centro de detencion de Larkspur']]],
    ['la cárcel del condado de San Briar, desde ayer', [['facility', 'cárcel del condado de San Briar']]],
    ['Cárcel del Condado de Larkspur', [['facility', 'Cárcel del Condado de Larkspur']]],
    ['la prisión federal de Las Lomas', [['facility', 'prisión federal de Las Lomas']]],
    ['Lo llevaron al Penal de Larkspur', [['facility', 'Penal de Larkspur']]],
    ['Penal de Larkspur: no contestan', [['facility', 'Penal de Larkspur']]],
    ['Centro Correccional Valle de la Harbor', [['facility', 'Centro Correccional Valle de la Harbor']]],
    ['Centro de Procesamiento de ICE', [['facility', 'Centro de Procesamiento de ICE']]],
    [
      'Penitenciaría de Larkspur y Reclusorio Norte',
      [
        ['facility', 'Penitenciaría de Larkspur'],
        ['facility', 'Reclusorio Norte'],
      ],
    ],
    ['write to rosa.quill+help@larkspur.example.', [['email', 'rosa.quill+help@larkspur.example']]],
  ])('%s', (text, expected) => {
    expect(findings(text)).toEqual(expected)
  })

  test.each([
    'Bail was set at $2,500.00 on 2026-11-21, and again at $12,000.',
    'Case K7QM-4RXD, receipt R-0012345, hearing at 9:30 in room 204.',
    'The jail calls back; the detention center does not.',
    'La cárcel llama después; el centro de detención no. Rosa espera.',
    'Salió de la cárcel. Larkspur queda lejos de la prisión.',
    'Prisión Preventiva: el juez la negó. Pidió prisión domiciliaria.',
    'El Código Penal de Texas y el Juzgado Penal de Larkspur.',
    'La Sala de lo Penal, una causa penal de Larkspur, un antecedente penal.',
    'Un centro de procesamiento de datos, el Centro de Salud, la institución.',
    'Carcelero y Centro Comunitario de Larkspur; encarcelado en Mayo.',
    'A 2026 review of 12 bonds found 3 losses.',
    '',
  ])('and what does not is left alone: %s', (text) => {
    expect(findings(text)).toEqual([])
  })
})

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''))
const separator = fc.constantFrom('', '-', ' ', '.')
const planted = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('A', 'a', 'A-', 'A#', 'A '),
      digits(3),
      digits(3),
      digits(3),
      fc.constantFrom('', '-', ' '),
    )
    .map(([mark, one, two, three, gap]) => ['a_number', `${mark}${one}${gap}${two}${gap}${three}`] as const),
  fc
    .tuple(digits(3), digits(2), digits(4), fc.constantFrom('-', ' '))
    .map(([area, group, serial, gap]) => ['ssn', [area, group, serial].join(gap)] as const),
  fc
    .tuple(fc.constantFrom('', '+1 ', '1-'), digits(3), digits(3), digits(4), separator)
    .map(([country, one, two, three, gap]) => ['phone', `${country}${[one, two, three].join(gap)}`] as const),
  fc
    .stringMatching(/^[a-z][a-z0-9._]{0,20}@[a-z]{1,20}\.example$/)
    .map((address) => ['email', address] as const),
)
const words = fc.stringMatching(/^[b-zé ,]{0,40}$/)

test('anything planted between words is found with its kind and its place', () => {
  fc.assert(
    fc.property(words, planted, words, (before, [kind, value], after) => {
      const start = before.length + 1
      expect(scanFreeText(`${before} ${value} ${after}`)).toContainEqual({
        kind,
        start,
        end: start + value.length,
      })
    }),
  )
})

test('places are in order, apart from each other and inside the text, whatever was written', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          planted.map(([, value]) => value),
          fc.string({ unit: 'grapheme' }),
        ),
      ),
      (parts) => {
        const text = parts.join('')
        let last = 0
        for (const { start, end } of scanFreeText(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          last = end
        }
        expect(last).toBeLessThanOrEqual(text.length)
      },
    ),
  )
})

test('a long text of nothing is read in no time', () => {
  const began = performance.now()
  for (const sign of ['a', '1', '1-', 'A 1', '.', '+1 ', '(', 'Cárcel de ', 'Penal ', 'Larkspur de la '])
    scanFreeText(sign.repeat(20_000))
  expect(performance.now() - began).toBeLessThan(2_000)
})
