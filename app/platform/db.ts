import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import { type Prisma, PrismaClient } from '#prisma/generated/client.ts'
import { violationOf } from './constraint.ts'
import { delay } from './delay.ts'
import { env } from './env.ts'
import { log } from './log.ts'

/** A transaction's handle: the only thing that writes. */
export type Tx = Prisma.TransactionClient

/** Whose eyes a transaction reads with; row-level security answers nothing beyond it. */
export type Scope =
  | { kind: 'system' }
  | { kind: 'public' }
  /** A donor who signed in, by their id: nobody else's rows are there. Without it, what a signed link stands for. */
  | { kind: 'donor'; donorId?: string }
  | { kind: 'staff'; fundIds: string[] }
  /** Someone who posts at the window: what was given to them and is not posted yet. */
  | { kind: 'poster'; staffId: string }

const attempts = 5

/**
 * The only way to write. Sets the scope as its first statement; a deadlock or a serialization failure runs the
 * closure again, so it must make no network call. A broken rule surfaces as ConstraintViolation with the rule's name.
 */
export async function inTransaction<T>(
  options: { scope: Scope; milliseconds?: number },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db().$transaction(
        async (tx) => {
          await setScope(tx, options.scope)
          return work(tx)
        },
        // Only a worker's job over many rows asks for more.
        { maxWait: 10_000, timeout: options.milliseconds ?? 30_000 },
      )
    } catch (error) {
      const violation = violationOf(error)
      if (violation === 'retry' && attempt < attempts) {
        await delay(2 ** attempt * 5 * (1 + Math.random()))
        continue
      }
      throw violation instanceof Error ? violation : error
    }
  }
}

async function setScope(tx: Tx, scope: Scope): Promise<void> {
  const funds = scope.kind === 'staff' ? scope.fundIds.join(',') : ''
  const poster = scope.kind === 'poster' ? scope.staffId : ''
  const donor = scope.kind === 'donor' ? (scope.donorId ?? '') : ''
  await tx.$executeRaw`
    select set_config('homeward.scope', ${scope.kind}, true), set_config('homeward.funds', ${funds}, true),
           set_config('homeward.poster', ${poster}, true), set_config('homeward.donor', ${donor}, true)`
}

/**
 * From here on the transaction sees one whole fund. For an act whose right to one row was proved in a narrower scope: the
 * fund's own rules and limits are judged by all of the fund's rows, or they would judge by too few.
 */
export const widenToFund = (tx: Tx, fundId: string): Promise<void> => widenToFunds(tx, [fundId])

/** The same, where what was proved is of several funds: a bond that they share. */
export const widenToFunds = (tx: Tx, fundIds: string[]): Promise<void> =>
  setScope(tx, { kind: 'staff', fundIds })

type Connections = { pool: Pool; aside: Pool; prisma: PrismaClient }

// The server bundle and the process that hosts it are two module graphs of one process; they share one pool.
const shared = globalThis as typeof globalThis & { homewardConnections?: Connections }

function connections(): Connections {
  shared.homewardConnections ??= connect(env().DATABASE_URL, { max: 16 })
  return shared.homewardConnections
}

/** Reads outside a transaction: only tables without row-level security answer here. */
export const db = (): PrismaClient => connections().prisma

/** The plain driver, for single raw statements on hot paths. */
export const pool = (): Pool => connections().pool

/**
 * A few connections beside the others, for short reads of standing facts. Whoever asks for one may hold a connection of the
 * pool already: if all of them waited for a second one from there, none would ever get it.
 */
export const asidePool = (): Pool => connections().aside

/** A pool of its own, so that webhooks are not starved by pages. */
export function openPool(options: { max: number; url?: string }): Pool {
  const opened = new Pool({
    connectionString: options.url ?? env().DATABASE_URL,
    max: options.max,
    options: '-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s',
  })
  // A resting connection that the database drops is replaced at the next use; without a listener it would end the process.
  opened.on('error', (error) => log.warn('a resting database connection was lost', {}, error))
  opened.on('connect', (client) =>
    client.on('error', (error) => log.warn('a database connection was lost', {}, error)),
  )
  return opened
}

function connect(url: string, options: { max: number }): Connections {
  const opened = openPool({ max: options.max, url })
  return {
    pool: opened,
    aside: openPool({ max: 2, url }),
    prisma: new PrismaClient({ adapter: new PrismaPg(opened) }),
  }
}

export async function closeDb(): Promise<void> {
  const open = shared.homewardConnections
  shared.homewardConnections = undefined
  await open?.prisma.$disconnect()
  await Promise.all([open?.pool.end(), open?.aside.end()])
}
