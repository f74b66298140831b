/** A database rule said no. `constraint` is the rule's name, the same in code, tests and the books. */
export class ConstraintViolation extends Error {
  override readonly name = 'ConstraintViolation'
  readonly constraint: string

  constructor(constraint: string) {
    super(constraint)
    this.constraint = constraint
  }
}

/**
 * What a database error means, whichever layer it came through: a rule with a name, a conflict worth another try, or
 * neither. The driver's own text may quote the row and is left behind on purpose.
 */
export function violationOf(error: unknown): ConstraintViolation | 'retry' | null {
  if (error instanceof ConstraintViolation) return error
  const said = databaseSaid(error)
  if (!said) return null
  if (said.state === '40001' || said.state === '40P01') return 'retry'
  if (!said.state.startsWith('23')) return null
  const name = said.constraint ?? /constraint "([^"]+)"/.exec(said.text)?.[1]
  return name ? new ConstraintViolation(name) : null
}

/** Whether somebody else held what this needed for longer than it was told to wait. */
export const waitedTooLong = (error: unknown): boolean => databaseSaid(error)?.state === '55P03'

/**
 * Whether the database is not there to answer: it ended, is being started, or closed the connection. Of what was under way
 * nobody knows then whether it was committed. The driver says some of this by its words alone.
 */
export function databaseIsAway(error: unknown): boolean {
  if (!isRecord(error)) return false
  const { code, meta, message, syscall } = error
  const cause =
    isRecord(meta) && isRecord(meta.driverAdapterError) ? meta.driverAdapterError.cause : error.cause
  return (
    (isRecord(cause) && awayKinds.has(String(cause.kind))) ||
    unreached.has(String(code)) ||
    (brokenSockets.has(String(code)) && socketCalls.has(String(syscall))) ||
    awayStates.test(databaseSaid(error)?.state ?? '') ||
    awayWords.test(String(message))
  )
}

const awayKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'])
const unreached = new Set(['P1001', 'P1017'])
const brokenSockets = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT'])
/** A missing file is ENOENT too. */
const socketCalls = new Set(['connect', 'read', 'write'])
/** Shut down by someone, crashed, starting; and the whole class of lost connections. */
const awayStates = /^(?:57P0[123]|08...)$/
const awayWords =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed and is not queryable)/

/** For code outside a transaction: runs it and names the broken rule. */
export async function namingViolations<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const violation = violationOf(error)
    throw violation instanceof Error ? violation : error
  }
}

type Said = { state: string; text: string; constraint?: string }

/**
 * Prisma wraps the driver's error in four ways: inside `meta` for queries (P2002, P2003, P2010, P2039), bare for a
 * deferred rule that fails at COMMIT, as P2034 for write conflicts; node-postgres throws its own class.
 */
function databaseSaid(error: unknown): Said | null {
  if (!isRecord(error)) return null
  if (error.code === 'P2034') return { state: '40001', text: '' }
  const meta =
    isRecord(error.meta) && isRecord(error.meta.driverAdapterError) ? error.meta.driverAdapterError : error
  const cause = isRecord(meta.cause) ? meta.cause : undefined
  if (cause && typeof cause.originalCode === 'string') {
    return { state: cause.originalCode, text: String(cause.originalMessage ?? '') }
  }
  if (
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code) &&
    typeof error.severity === 'string'
  ) {
    return {
      state: error.code,
      text: String(error.message ?? ''),
      ...(typeof error.constraint === 'string' ? { constraint: error.constraint } : {}),
    }
  }
  return null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
