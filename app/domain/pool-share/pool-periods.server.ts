import type { Reach } from '#app/domain/transparency/close-window.server.ts'
import type { Read } from '#app/domain/transparency/read.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type Fixed, fixedFromStored } from './fixed.ts'
import { type FlowKind, flowKinds, mapFlows, type PoolPeriodRow } from './strike-period.ts'

export type StruckPeriod = { row: PoolPeriodRow; closeId: string; closeSeq: number; reach: Reach }

/** The struck periods of a fund, the first one first. */
export async function poolPeriods(read: Read, fundId: string): Promise<StruckPeriod[]> {
  const rows = await read<Stored>(Prisma.sql`
    select p.close_id::text, c.seq as close_seq, c.cut_at, c.through_transfer_id::text as through, p.seq, p.epoch,
           p.units_per_cent::text, p.units_bought::text, p.units_house::text, p.units_cancelled::text, p.units_total::text,
           p.net_assets_cents::text as net_assets, p.out_on_bonds_cents::text as out_on_bonds,
           (select jsonb_object_agg(f.kind, jsonb_build_array(f.flow_cents::text, f.running_per_unit::text))
              from pool_period_flow f where f.period_id = p.id) as flows
      from pool_period p join publication_close c on c.id = p.close_id
     where p.fund_id = ${fundId}::uuid order by p.seq`)
  return rows.map((row) => ({
    row: readRow(row),
    closeId: row.close_id,
    closeSeq: row.close_seq,
    reach: { cutAt: row.cut_at, through: BigInt(row.through) },
  }))
}

/** Stores a struck period beside its close. */
export async function storePoolPeriod(
  tx: Tx,
  { fundId, closeId, row }: { fundId: string; closeId: string; row: PoolPeriodRow },
): Promise<void> {
  const stored = (figure: Fixed) => figure.toString()
  const [period] = await tx.$queryRaw<{ id: string }[]>`
    insert into pool_period (fund_id, close_id, seq, epoch, units_per_cent, units_bought, units_house, units_cancelled,
                             units_total, net_assets_cents, out_on_bonds_cents)
    values (${fundId}::uuid, ${closeId}::uuid, ${row.seq}::int, ${row.epoch}::int, ${stored(row.unitsPerCent)}::numeric,
            ${stored(row.unitsBought)}::numeric, ${stored(row.unitsHouse)}::numeric, ${stored(row.unitsCancelled)}::numeric,
            ${stored(row.unitsTotal)}::numeric, ${row.netAssets}::bigint, ${row.outOnBonds}::bigint)
    returning id::text`
  if (!period) throw new Error('an inserted period answers its id')
  await tx.$executeRaw`
    insert into pool_period_flow (period_id, kind, flow_cents, running_per_unit)
    select ${period.id}::uuid, * from unnest(${[...flowKinds] as string[]}::text[],
      ${flowKinds.map((kind) => row.flows[kind].amount)}::bigint[],
      ${flowKinds.map((kind) => stored(row.flows[kind].runningPerUnit))}::numeric[])`
}

type Stored = {
  close_id: string
  close_seq: number
  cut_at: Date
  through: string
  seq: number
  epoch: number
  units_per_cent: string
  units_bought: string
  units_house: string
  units_cancelled: string
  units_total: string
  net_assets: string
  out_on_bonds: string
  flows: Record<FlowKind, [cents: string, running: string]>
}

const readRow = (row: Stored): PoolPeriodRow => ({
  seq: row.seq,
  epoch: row.epoch,
  unitsPerCent: fixedFromStored(row.units_per_cent),
  unitsBought: fixedFromStored(row.units_bought),
  unitsHouse: fixedFromStored(row.units_house),
  unitsCancelled: fixedFromStored(row.units_cancelled),
  unitsTotal: fixedFromStored(row.units_total),
  netAssets: BigInt(row.net_assets),
  outOnBonds: BigInt(row.out_on_bonds),
  flows: mapFlows((kind) => ({
    amount: BigInt(row.flows[kind][0]),
    runningPerUnit: fixedFromStored(row.flows[kind][1]),
  })),
})
