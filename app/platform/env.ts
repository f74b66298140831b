import { createPublicKey } from 'node:crypto'
import { z } from 'zod'

const exampleSecrets = new Set(['change-me', 'example', 'secret'])

const base64Key = z
  .string()
  .refine((value) => Buffer.from(value, 'base64').length === 32, 'should be 32 random bytes in base64')

function isPublicKey(value: string): boolean {
  try {
    createPublicKey({ key: Buffer.from(value, 'base64'), type: 'spki', format: 'der' })
    return true
  } catch {
    return false
  }
}

const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'should be a postgresql:// connection string')

const schema = z
  .object({
    HOMEWARD_START: z.enum(['demonstration', 'production'], 'should be demonstration or production'),
    PORT: z.coerce
      .number('should be a port number')
      .int('should be a port number')
      .min(0, 'should be a port number')
      .max(65535, 'should be a port number')
      .default(3000),
    HOMEWARD_DATA: z.string().min(1, 'should be a folder').default('.homeward'),
    APP_URL: z
      .url('should be the address that people open, such as https://give.example.org')
      .transform((url) => url.replace(/\/+$/, '')),
    DATABASE_URL: postgresUrl,
    DATABASE_OWNER_URL: postgresUrl.optional(),
    STRIPE_SECRET_KEY: z
      .string()
      .regex(/^(sk|rk)_(test|live)_/, "should be Stripe's secret key, such as sk_live_…"),
    /** What Stripe lets this account call on one endpoint in a second. Payment pages are opened at 80 % of it. */
    STRIPE_CALLS_PER_SECOND: z.coerce
      .number('should be how many calls a second Stripe allows on one endpoint, such as 25')
      .int('should be a whole number, such as 25')
      .min(2, 'should be at least 2')
      .default(25),
    STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_/, "should be Stripe's signing secret, whsec_…"),
    SENDGRID_API_KEY: z.string().regex(/^SG\./, "should be SendGrid's key, SG.…"),
    /** The public half of the key that signs SendGrid's events; without it none is taken. */
    SENDGRID_WEBHOOK_KEY: z
      .string()
      .refine(isPublicKey, "should be SendGrid's verification key, in base64")
      .optional(),
    MAIL_FROM: z.email('should be the address that mail is sent from').default('hello@homeward.example'),
    SESSION_SECRET: z.string().min(32, 'should be at least 32 random characters'),
    VAULT_KEY: base64Key,
    /** Only the commands that make and read backups want it: where web and worker run it may be absent. */
    BACKUP_KEY: base64Key.optional(),
    /** Set by the start command when it runs the stand-in for Stripe and SendGrid. */
    HOMEWARD_SANDBOX_URL: z.url('should be the address of the sandbox').optional(),
    TRUST_PROXY: z.enum(['0', '1'], 'should be 0 or 1').default('0'),
    LOG_LEVEL: z
      .enum(['debug', 'info', 'warn', 'error', 'silent'], 'should be debug, info, warn, error or silent')
      .default('info'),
  })
  .superRefine((env, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    const live = /^(sk|rk)_live_/.test(env.STRIPE_SECRET_KEY)
    if (env.DATABASE_OWNER_URL && userOf(env.DATABASE_OWNER_URL) === userOf(env.DATABASE_URL)) {
      wrong('DATABASE_OWNER_URL', 'should name another database role than DATABASE_URL')
    }
    if (live && env.HOMEWARD_SANDBOX_URL)
      wrong('HOMEWARD_SANDBOX_URL', 'should be absent where a live Stripe key is set')
    if (env.BACKUP_KEY === env.VAULT_KEY) wrong('BACKUP_KEY', 'should be another key than VAULT_KEY')
    if (env.HOMEWARD_START !== 'production') return
    if (env.HOMEWARD_SANDBOX_URL) wrong('HOMEWARD_SANDBOX_URL', 'should be absent in production')
    if (!live) wrong('STRIPE_SECRET_KEY', 'should be a live key in production, not a test key')
    if (!env.APP_URL.startsWith('https://')) wrong('APP_URL', 'should begin with https:// in production')
    if (!env.DATABASE_OWNER_URL) wrong('DATABASE_OWNER_URL', 'should be set in production')
    if (env.MAIL_FROM.endsWith('.example')) wrong('MAIL_FROM', 'should be your own address in production')
    for (const name of ['SESSION_SECRET', 'VAULT_KEY', 'BACKUP_KEY', 'STRIPE_WEBHOOK_SECRET'] as const) {
      const secret = env[name]
      if (secret && looksLikeExample(secret)) wrong(name, 'should be a secret of your own, not an example')
    }
  })

export type Env = z.infer<typeof schema>

/** Where a setting is missing or wrong. The message names each one and what it should be, never its value. */
export class EnvError extends Error {}

/** Checks all settings at once. Empty strings count as absent. Throws EnvError. */
export function readEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  )
  const production = source.NODE_ENV === 'production' ? 'production' : 'demonstration'
  const parsed = schema.safeParse({ HOMEWARD_START: production, ...present })
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.')
    return `  ${name} ${name in present ? issue.message : `is missing; it ${wanted(issue.message)}`}`
  })
  throw new EnvError(`These settings stop the start:\n${[...new Set(lines)].join('\n')}`)
}

let current: Env | undefined

/** The settings of this process, read and checked once. */
export function env(): Env {
  current ??= readEnv(process.env)
  return current
}

const wanted = (message: string): string => (message.startsWith('should') ? message : 'should be set')

const userOf = (url: string): string => new URL(url).username

const looksLikeExample = (secret: string): boolean =>
  exampleSecrets.has(secret.toLowerCase()) ||
  /example|change.?me|sandbox|demonstration/i.test(secret) ||
  new Set(secret).size < 8
