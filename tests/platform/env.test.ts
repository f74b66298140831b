import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { EnvError, readEnv } from '#app/platform/env.ts'

const secret = () => randomBytes(40).toString('base64')

const production: Record<string, string> = {
  NODE_ENV: 'production',
  APP_URL: 'https://give.larkspur.org',
  DATABASE_URL: 'postgresql://homeward_app:pw@db/homeward',
  DATABASE_OWNER_URL: 'postgresql://homeward_owner:pw@db/homeward',
  STRIPE_SECRET_KEY: `sk_live_${randomBytes(12).toString('hex')}`,
  STRIPE_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('hex')}`,
  SENDGRID_API_KEY: `SG.${randomBytes(12).toString('hex')}`,
  MAIL_FROM: 'hello@larkspur.org',
  SESSION_SECRET: secret(),
  VAULT_KEY: randomBytes(32).toString('base64'),
}

const demonstration: Record<string, string> = {
  ...production,
  NODE_ENV: 'development',
  APP_URL: 'http://localhost:3000',
  STRIPE_SECRET_KEY: 'sk_test_1234',
  HOMEWARD_SANDBOX_URL: 'http://localhost:3001',
}

describe('settings that are right', () => {
  test('are read, with what is usual for the rest', () => {
    expect(readEnv(demonstration)).toMatchObject({
      HOMEWARD_START: 'demonstration',
      PORT: 3000,
      TRUST_PROXY: '0',
      HOMEWARD_DATA: '.homeward',
    })
    expect(readEnv(production)).toMatchObject({
      HOMEWARD_START: 'production',
      MAIL_FROM: 'hello@larkspur.org',
    })
  })

  test('an address ends without a slash, and an empty setting is an absent one', () => {
    expect(
      readEnv({ ...demonstration, APP_URL: 'http://localhost:3000//', PORT: '', MAIL_FROM: '' }),
    ).toMatchObject({
      APP_URL: 'http://localhost:3000',
      PORT: 3000,
    })
  })
})

describe('a wrong setting is named with what it should be, and its value is not repeated', () => {
  test.each([
    ['APP_URL', 'give.larkspur', 'should be the address that people open'],
    ['PORT', '99999', 'should be a port number'],
    ['PORT', 'web', 'should be a port number'],
    ['DATABASE_URL', 'mysql://db', 'should be a postgresql:// connection string'],
    ['DATABASE_OWNER_URL', 'mysql://db', 'should be a postgresql:// connection string'],
    ['STRIPE_SECRET_KEY', 'pk_test_1234', "should be Stripe's secret key"],
    ['STRIPE_WEBHOOK_SECRET', 'secret-1234', "should be Stripe's signing secret"],
    ['SENDGRID_API_KEY', 'key-1234', "should be SendGrid's key"],
    ['MAIL_FROM', 'nobody-1234', 'should be the address that mail is sent from'],
    ['SESSION_SECRET', 'short-1234', 'should be at least 32 random characters'],
    ['VAULT_KEY', 'c2hvcnQtMTIzNA==', 'should be 32 random bytes in base64'],
    ['BACKUP_KEY', 'c2hvcnQtMTIzNA==', 'should be 32 random bytes in base64'],
    ['HOMEWARD_SANDBOX_URL', 'localhost-1234', 'should be the address of the sandbox'],
    ['HOMEWARD_START', 'rehearsal-1', 'should be demonstration or production'],
    ['TRUST_PROXY', 'perhaps', 'should be 0 or 1'],
    ['LOG_LEVEL', 'shouting', 'should be debug, info, warn, error or silent'],
  ])('%s=%s', (name, value, should) => {
    const said = saidOf({ ...demonstration, [name]: value })
    expect(said).toContain(`${name} ${should}`)
    expect(said).not.toContain(value)
  })

  test.each([
    'APP_URL',
    'DATABASE_URL',
    'STRIPE_SECRET_KEY',
    'SENDGRID_API_KEY',
    'SESSION_SECRET',
    'VAULT_KEY',
  ])('%s is missing', (name) => {
    expect(saidOf({ ...demonstration, [name]: undefined })).toContain(`${name} is missing; it should be`)
  })

  test('all of them at once', () => {
    const said = saidOf({})
    for (const name of [
      'APP_URL',
      'DATABASE_URL',
      'STRIPE_SECRET_KEY',
      'STRIPE_WEBHOOK_SECRET',
      'VAULT_KEY',
    ]) {
      expect(said).toContain(name)
    }
  })
})

describe('two roles, and never a live key beside the sandbox', () => {
  test('one database role for both is refused', () => {
    const one = demonstration.DATABASE_URL
    expect(saidOf({ ...demonstration, DATABASE_OWNER_URL: one })).toContain(
      'DATABASE_OWNER_URL should name another database role than DATABASE_URL',
    )
  })

  test('a live key with the sandbox is refused', () => {
    const live = production.STRIPE_SECRET_KEY
    expect(saidOf({ ...demonstration, STRIPE_SECRET_KEY: live })).toContain(
      'HOMEWARD_SANDBOX_URL should be absent',
    )
  })
})

describe('production refuses', () => {
  test.each([
    ['the sandbox', { HOMEWARD_SANDBOX_URL: 'http://localhost:3001' }, 'HOMEWARD_SANDBOX_URL'],
    ['a test key', { STRIPE_SECRET_KEY: 'sk_test_1234' }, 'STRIPE_SECRET_KEY'],
    ['a restricted test key', { STRIPE_SECRET_KEY: 'rk_test_1234' }, 'STRIPE_SECRET_KEY'],
    ['an address without encryption', { APP_URL: 'http://give.larkspur.org' }, 'APP_URL'],
    ['a missing owner', { DATABASE_OWNER_URL: undefined }, 'DATABASE_OWNER_URL'],
    ["the example's sender", { MAIL_FROM: undefined }, 'MAIL_FROM'],
    ['an example session secret', { SESSION_SECRET: `change-me-${'x'.repeat(40)}` }, 'SESSION_SECRET'],
    ['a session secret of one letter', { SESSION_SECRET: 'a'.repeat(64) }, 'SESSION_SECRET'],
    ['a backup key of zeros', { BACKUP_KEY: Buffer.alloc(32).toString('base64') }, 'BACKUP_KEY'],
    ['one key for the vault and the backups', { BACKUP_KEY: production.VAULT_KEY }, 'BACKUP_KEY'],
    ['a vault key of zeros', { VAULT_KEY: Buffer.alloc(32).toString('base64') }, 'VAULT_KEY'],
    [
      "a demonstration's webhook secret",
      { STRIPE_WEBHOOK_SECRET: 'whsec_sandbox_1234' },
      'STRIPE_WEBHOOK_SECRET',
    ],
  ])('%s', (_, wrong, named) => {
    expect(saidOf({ ...production, ...wrong })).toContain(`  ${named} `)
  })
})

function saidOf(settings: Record<string, string | undefined>): string {
  try {
    readEnv(settings)
  } catch (error) {
    if (error instanceof EnvError) return error.message
    throw error
  }
  throw new Error('the settings were accepted')
}
