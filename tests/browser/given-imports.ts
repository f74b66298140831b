import { paths } from '#app/http/paths.ts'
import type { Team } from '#tests/support/given-disbursement.ts'
import { csvOf, givenBroughtIn, givenImport, givenUpload, start, undo } from '#tests/support/given-import.ts'

/** Files at every stage that a person sees: chosen from, read, broken, looked through, brought in, undone. */
export async function givenImports({ treasurer: staff, fundId }: Team): Promise<Record<string, string>> {
  const of = { staff, fundId, byWorker: true }
  const mapping = await givenUpload({
    ...of,
    layout: 'own',
    file: 'Who,When,What\nLou Example,2019-01-01,5.00\nMax Example,2019-02-01,7.50\n',
  })
  const broken = await givenImport({ ...of, file: `${csvOf([{}])}\n"never closed,1\n` })
  const came = await givenBroughtIn({
    ...of,
    file: csvOf([{ email: 'hal@donor.example', name: 'Hal Example', id: 'ch_Fiction500', receipt: 'R-7' }]),
  })
  const preview = await givenImport({
    ...of,
    file: csvOf([
      { email: 'ida@donor.example', name: 'Ida Example', opt: 'yes' },
      { email: 'hal@donor.example', name: 'Hal Example', id: 'ch_Fiction500' },
      { email: 'hal@donor.example', name: 'H. Example', amount: '40.00' },
      { email: '', name: 'Nobody Example', on: '2019-06-05' },
      { email: 'ida@donor.example', name: '=SUM(A1)', amount: '1e3', on: 'tomorrow' },
    ]),
  })
  const running = await givenImport({
    ...of,
    file: csvOf([{ email: 'kit@donor.example', name: 'Kit Example' }]),
  })
  const ready = await givenImport({
    ...of,
    file: csvOf([{ email: 'joe@donor.example', name: 'Joe Example' }]),
  })
  await start({ staff, batchId: running })
  const undone = await givenBroughtIn({
    ...of,
    file: csvOf([{ email: 'lin@donor.example', name: 'Lin Example' }]),
  })
  await undo({ staff, batchId: undone, byWorker: true })
  return {
    mapping: paths.importBatch(mapping),
    broken: paths.importBatch(broken),
    preview: paths.importBatch(preview),
    ready: paths.importBatch(ready),
    running: paths.importBatch(running),
    came: `${paths.importBatch(came)}?undo=1`,
    undone: paths.importBatch(undone),
  }
}
