import { expect, test } from 'vitest'
import { firstRecords } from '#app/platform/csv/first-records.ts'

const of = { delimiter: ',', most: 4 } as const

test('the first rows are told up to one that cannot be told apart, and no further', () => {
  const names = ['Who', 'When']
  expect(firstRecords('Who,When\nAna,"1\n2"\n\nBo,3\n', of)).toEqual([names, ['Ana', '1\n2'], ['Bo', '3']])
  expect(firstRecords('Who,When\nAna,1\nBo,=X("y")\nCleo,3\n', of)).toEqual([names, ['Ana', '1']])
  expect(firstRecords('Who,When\n"Ana,1\nBo,2\n', of)).toEqual([names])
  expect(firstRecords('Who,When\n1,1\n2,2\n3,3\n4,"4\n', of)).toEqual([
    ...[names, ['1', '1'], ['2', '2'], ['3', '3']],
  ])
  expect(firstRecords('"Who,When\n', of)).toEqual([])
})
