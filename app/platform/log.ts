import pino from 'pino'

/**
 * What a log line may carry. Anything else is dropped before it is written: a name or a card number that is
 * passed by mistake never reaches a file.
 */
const allowed = new Set([
  'process',
  'reference',
  'method',
  'route',
  'status',
  'milliseconds',
  'job',
  'jobId',
  'attempt',
  'attempts',
  'count',
  'posted',
  'pages',
  'constraint',
  'code',
  'kind',
  'signal',
  'port',
  'walk',
  'eventType',
  'worker',
  'reason',
])

export type LogFields = Record<string, string | number | boolean | undefined>

export type Log = Record<
  'debug' | 'info' | 'warn' | 'error',
  (message: string, fields?: LogFields, error?: unknown) => void
>

const sink = pino({
  level: process.env.LOG_LEVEL ?? 'info',
  base: { process: process.env.HOMEWARD_PROCESS ?? 'app' },
  timestamp: pino.stdTimeFunctions.isoTime,
  messageKey: 'message',
})

/** Structured, UTC, allowlisted. Messages are constants written by us; of an error only its kind and our stack frames are kept. */
export const log: Log = {
  debug: (message, fields, error) => sink.debug(line(fields, error), message),
  info: (message, fields, error) => sink.info(line(fields, error), message),
  warn: (message, fields, error) => sink.warn(line(fields, error), message),
  error: (message, fields, error) => sink.error(line(fields, error), message),
}

function line(fields: LogFields = {}, error?: unknown): Record<string, unknown> {
  const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name)))
  return error === undefined ? kept : { ...kept, ...describeError(error) }
}

/** An error's message may quote a row or an address, so it is left out; its class, code and frames tell where it happened. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = (error as { code?: unknown }).code
  const frames = (error.stack ?? '').split('\n').filter((frame) => /^\s+at /.test(frame))
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    frames: frames.slice(0, 8).map((frame) => frame.trim()),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  }
}
