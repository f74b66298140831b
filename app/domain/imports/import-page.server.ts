import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { notClosed } from '#app/domain/funds/not-closed.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { Delimiter, Encoding } from '#app/platform/csv/text-kind.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type CampaignLine, campaignsOf } from './campaigns.server.ts'
import { firstRows } from './first-rows.server.ts'
import { frequentStatuses } from './frequent-statuses.server.ts'
import { refundsUnsaid, type Stage, stageOf, type Why, whys } from './import.ts'
import { type ImportRows, importRows } from './import-rows.server.ts'
import { isDonorList, isOwn, type LayoutName, type Mapping } from './layouts.ts'
import { proposedColumns } from './proposed-columns.ts'
import { type UndoPreview, undoPreview } from './undo-preview.server.ts'
import { mayBeTaken, oneRecordEach } from './what-may-be-said.server.ts'
import { type StayedDonors, whoStayed } from './who-stayed.server.ts'

/** What waits for a decision for one reason; how many of it may be taken at all, and how many have one record that they fit. */
export type WaitingGroup = {
  why: Why | 'problem'
  /** Of `status_unclear`: what the file says, each of the frequent ones by itself; none where it is any other. */
  status?: string | undefined
  count: number
  takeable: number
  known: number
}

type MonthSum = { fundName: string; month: string; rows: number; cents: bigint }

type ImportEventLine = {
  id: string
  kind: string
  at: Date
  by: string | null
  rows: number
  cents: bigint
  donors: number
  reason: string
  line: number | null
  column: number | null
}

type Counts = {
  rows: number
  taken: number
  cents: bigint
  undecided: number
  left: number
  faulty: number
  newDonors: number
  knownDonors: number
  optIns: number
}

export type ImportPage = {
  id: string
  layout: LayoutName
  /** Donors alone: no gift, no sum, no month. */
  isDonorList: boolean
  fundName: string
  dayOrder: string
  encoding: Encoding
  uploadedBy: string
  uploadedAt: Date
  fileBytes: number
  stage: Stage
  timezone: string
  progress: { done: number; total: number }
  events: ImportEventLine[]
  /** A batch of the very same file that is in. */
  sameFile: string | null
  /** While the columns are chosen: the file's own names for them, each with its first entries. */
  headers: { name: string; examples: string[] }[]
  /** What those columns may be, by their names. */
  proposed: Mapping
  campaigns: CampaignLine[]
  /** The funds that campaigns can have been for. */
  funds: { id: string; name: string }[]
  /** Whether no column of the file tells which gifts went back. */
  refundsUnsaid: boolean
  counts: Counts
  months: MonthSum[]
  waiting: WaitingGroup[]
  rows: ImportRows
  undo: UndoPreview | null
  /** Whom taking it back left, once it was. */
  stayed: StayedDonors | null
}

type Of = {
  batchId: string
  fundIds: string[]
  language: string
  show: 'waiting' | 'all'
  after: number
  withUndo: boolean
  /** The funds whose donors the reader may open, and the last donor that they saw of those who stayed. */
  donorsOf: string[]
  stayedAfter: string | null
}

/** Everything about one batch. Null where it is not in these funds. */
export async function importPage(of: Of): Promise<ImportPage | null> {
  const { timezone } = await organization()
  const page = await inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, (tx) =>
    read(tx, of, timezone),
  )
  if (!page) return null
  const { file, ...shown } = page
  const undo = of.withUndo && page.stage === 'in' ? await undoPreview({ batchId: of.batchId }) : null
  const stayed =
    page.stage === 'undone'
      ? await whoStayed({ batchId: of.batchId, knownIn: of.donorsOf, after: of.stayedAfter })
      : null
  const headers = page.stage === 'mapping' ? await headersOf(file) : []
  return { ...shown, headers, proposed: proposedOf(shown, headers), undo, stayed }
}

async function read(tx: Tx, of: Of, timezone: string) {
  const { batchId } = of
  const batch = await tx.importBatch.findUnique({
    where: { id: batchId },
    include: {
      ...{ staff: true, importProgress: true },
      importEvents: { orderBy: { id: 'asc' }, include: { staff: true } },
    },
  })
  if (!batch || !of.fundIds.includes(batch.fundId)) return null
  const names = await fundNames(tx, of)
  const kinds = batch.importEvents.map(({ kind }) => kind)
  const same = await tx.importBatch.findFirst({
    where: {
      ...{ fileSha256: batch.fileSha256, id: { not: batchId } },
      importEvents: { some: { kind: 'committed' }, none: { kind: 'undone' } },
    },
    select: { id: true },
  })
  return {
    ...{ id: batchId, layout: batch.layout as LayoutName, dayOrder: batch.dayOrder, timezone },
    isDonorList: isDonorList(batch.layout),
    ...{ encoding: batch.encoding as Encoding, fundName: names.get(batch.fundId) ?? '' },
    ...{ uploadedBy: batch.staff.name, uploadedAt: batch.occurredAt, fileBytes: Number(batch.fileBytes) },
    stage: stageOf({ isMapped: !isOwn(batch.layout) || batch.columns !== null, kinds }),
    progress: {
      done: Number(batch.importProgress?.done ?? 0n),
      total: Number(batch.importProgress?.total ?? 0n),
    },
    events: batch.importEvents.map((event) => ({
      ...{ id: String(event.id), kind: event.kind, at: event.occurredAt, by: event.staff?.name ?? null },
      ...{ rows: event.rows, cents: event.cents, donors: event.donors, reason: event.reason },
      ...{ line: event.line, column: event.columnNo },
    })),
    sameFile: same?.id ?? null,
    refundsUnsaid: batch.importEvents.some(({ kind, reason }) => kind === 'read' && reason === refundsUnsaid),
    counts: await countsOf(tx, batchId),
    months: isDonorList(batch.layout) ? [] : await monthsOf(tx, batchId, names),
    waiting: await waitingOf(tx, batchId),
    rows: await importRows(tx, of),
    campaigns: await campaignsOf(tx, batchId),
    funds: (await notClosed(of.fundIds, tx)).map((id) => ({ id, name: names.get(id) ?? '' })),
    file: {
      ...{ id: batchId, encoding: batch.encoding as Encoding, delimiter: batch.delimiter as Delimiter },
    },
  }
}

async function countsOf(tx: Tx, batchId: string): Promise<Counts> {
  const [row] = await tx.$queryRaw<Counts[]>`
    with addressed as (
      select r.batch_id, t.token from import_row r
       cross join lateral (values (r.number_token), (r.address_token)) t (token)
       where r.batch_id = ${batchId}::uuid and r.taken and r.donor_id is null and r.email <> '' and t.token is not null
       group by 1, 2)
    select count(*)::int as rows, count(*) filter (where taken)::int as taken,
           coalesce(sum(amount_cents) filter (where taken), 0)::bigint as cents,
           count(*) filter (where undecided)::int as undecided,
           count(*) filter (where decision in ('skip', 'same_gift'))::int as left,
           count(*) filter (where problems <> '[]')::int as faulty,
           (count(distinct r.email) filter (where taken and r.email <> '' and r.donor_id is null and d.id is null)
            + count(distinct giver_of_row(r.number_token, r.address_token, r.line))
                filter (where taken and r.email = '' and r.donor_id is null and a.token is null))::int as "newDonors",
           count(distinct coalesce(r.donor_id, d.id)) filter (where taken)::int as "knownDonors",
           count(*) filter (where taken and opt_in)::int as "optIns"
      from import_row r left join donor d on d.email = r.email
      left join addressed a on r.email = '' and a.token = giver_of_row(r.number_token, r.address_token, r.line)
     where r.batch_id = ${batchId}::uuid`
  if (!row) throw new Error('a question without an answer')
  return row
}

async function monthsOf(tx: Tx, batchId: string, names: Map<string, string>): Promise<MonthSum[]> {
  const rows = await tx.$queryRaw<(Omit<MonthSum, 'fundName'> & { fundId: string })[]>`
    select fund_id as "fundId", to_char(given_on, 'YYYY-MM') as month, count(*)::int as rows, sum(amount_cents)::bigint as cents
      from import_row where batch_id = ${batchId}::uuid and taken group by 1, 2 order by 2, 1`
  return rows.map(({ fundId, ...sum }) => ({ ...sum, fundName: names.get(fundId) ?? '' }))
}

async function waitingOf(tx: Tx, batchId: string): Promise<WaitingGroup[]> {
  const rows = await tx.$queryRaw<(Omit<WaitingGroup, 'status'> & { status: string | null })[]>`
    with ${oneRecordEach(batchId)}, ${frequentStatuses(batchId)},
    known as (select why, count(*)::int as count from one_record group by 1)
    select w.why, s.status, count(*)::int as count, coalesce(min(k.count), 0) as known,
           count(*) filter (where ${mayBeTaken(Prisma.sql`w.why`)})::int as takeable
      from import_row r
     cross join lateral (select distinct f ->> 'why' as why, case f ->> 'why' when 'status_unclear' then f ->> 'ref' end as status
                           from jsonb_array_elements(r.findings) f where r.problems = '[]'
                         union select 'problem', null where r.problems <> '[]') w
      left join known k on k.why = w.why
      left join frequent s on s.status = w.status
     where r.batch_id = ${batchId}::uuid and r.undecided group by 1, 2 order by s.status is null, 3 desc, 2`
  const order = ['problem', ...whys]
  return rows
    .sort((a, b) => order.indexOf(a.why) - order.indexOf(b.why))
    .map(({ status, ...group }) => ({ ...group, status: status ?? undefined }))
}

const proposedOf = ({ isDonorList }: { isDonorList: boolean }, headers: { name: string }[]): Mapping =>
  proposedColumns(
    headers.map(({ name }) => name),
    isDonorList ? 'donors' : 'gifts',
  )

async function headersOf(file: { id: string; encoding: Encoding; delimiter: Delimiter }) {
  const [names = [], ...examples] = await firstRows(file)
  return names.map((name, at) => ({
    name: name.trim(),
    examples: examples.map((row) => row[at]?.trim() ?? '').filter((cell) => cell !== ''),
  }))
}
