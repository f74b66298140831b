import { generateKeys } from '#tests/sandbox/sendgrid/event-post.ts'

const mailEvents = generateKeys()

/** Settings that are the same for every test. What differs by file (database, Stripe account) is set by `useWorld`. */
export const settings: Record<string, string> = {
  APP_URL: 'http://localhost:3000',
  DATABASE_URL: 'postgresql://unset@localhost/unset',
  STRIPE_SECRET_KEY: 'sk_test_unset',
  // Tests give faster than people do; those of the line for payment pages set their own.
  STRIPE_CALLS_PER_SECOND: '10000',
  STRIPE_WEBHOOK_SECRET: 'whsec_for_tests',
  SENDGRID_API_KEY: 'SG.unset',
  SENDGRID_WEBHOOK_KEY: mailEvents.publicKey,
  // The half with which the sandbox signs: no setting of the app.
  SANDBOX_SENDGRID_EVENTS_KEY: mailEvents.privateKey,
  SESSION_SECRET: 'a-secret-that-only-the-tests-use-0123456789',
  VAULT_KEY: Buffer.alloc(32, 'test vault key').toString('base64'),
  BACKUP_KEY: Buffer.alloc(32, 'test backup key').toString('base64'),
  LOG_LEVEL: 'silent',
}
