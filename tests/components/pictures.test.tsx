import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { DueBack } from '#app/components/due-back.tsx'
import { GiftsOverTime } from '#app/components/gifts-over-time.tsx'
import { type Segment, StackedBar } from '#app/components/stacked-bar.tsx'
import { StateMark } from '#app/components/state-mark.tsx'

test('a stacked bar is drawn in proportion, without the browser', () => {
  const bar = widths(
    <StackedBar title="Where" desc="Parts" segments={[segment('a', 300n), segment('b', 100n)]} />,
  )
  expect(Math.round((bar[0] ?? 0) / (bar[1] ?? 1))).toBe(3)
  expect(Math.round(bar.reduce((sum, width) => sum + width, 0))).toBe(997)
})

test('a part that is nothing is named but not drawn', () => {
  const bar = <StackedBar title="Where" desc="Parts" segments={[segment('a', 300n), segment('none', 0n)]} />
  expect(widths(bar)).toHaveLength(1)
  expect(renderToStaticMarkup(bar)).toContain('none')
})

test('a sliver is still seen', () => {
  const bar = (
    <StackedBar title="Where" desc="Parts" segments={[segment('a', 10_000_000n), segment('b', 1n)]} />
  )
  expect(Math.min(...widths(bar))).toBe(2)
})

test('a bar of nothing at all is empty', () => {
  expect(widths(<StackedBar title="Where" desc="Parts" segments={[segment('a', 0n)]} />)).toEqual([])
})

test('pictures carry a title and a description', () => {
  const months = [{ month: '2026-10', label: 'October 2026', cents: 5000n }]
  const picture = renderToStaticMarkup(<GiftsOverTime title="Gifts" desc="One column" months={months} />)
  const id = /<title id="([^"]+)-title">Gifts<\/title>/.exec(picture)?.[1]
  expect(picture).toContain(`aria-labelledby="${id}-title ${id}-desc"`)
  expect(picture).toContain('>One column</desc>')
})

test('months without gifts keep their place', () => {
  const months = ['01', '02', '03'].map((month) => ({
    month,
    label: month,
    cents: month === '02' ? 0n : 100n,
  }))
  const picture = renderToStaticMarkup(<GiftsOverTime title="Gifts" desc="Columns" months={months} />)
  expect([...picture.matchAll(/<rect[^>]*height="([\d.]+)"/g)].map(([, height]) => Number(height))).toEqual([
    100, 0, 100,
  ])
})

test('what is due back stands as a column to the middle and a line from the least to the most', () => {
  const months = [{ month: '2026-11', label: 'November 2026', low: 25n, mid: 50n, high: 100n }]
  const legend = { mid: 'Likely', span: 'Slow to quick' }
  const picture = renderToStaticMarkup(<DueBack title="Back" desc="One" legend={legend} months={months} />)
  const bars = [...picture.matchAll(/<rect[^>]*y="([\d.]+)"[^>]*height="([\d.]+)"/g)]
  expect(bars.map(([, y, tall]) => [Number(y), Number(tall)])).toEqual([
    [60, 60],
    [0, 90],
  ])
  expect(picture).toContain('>One</desc>')
})

test('a state is told by its word, and its shapes differ', () => {
  const marks = (['waiting', 'moving', 'done', 'lost'] as const).map((progress) =>
    renderToStaticMarkup(<StateMark progress={progress}>Word</StateMark>),
  )
  expect(new Set(marks).size).toBe(4)
  expect(marks.every((mark) => mark.includes('Word'))).toBe(true)
})

const segment = (key: string, cents: bigint): Segment => ({
  key,
  label: key,
  cents,
  amount: `${cents}`,
  tone: 'mid',
})

const widths = (bar: ReactElement): number[] =>
  [...renderToStaticMarkup(bar).matchAll(/<rect x="[^"]+" width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  )
