import { type Options, openServer } from './server.ts'

const env = process.env

const options: Options = {
  port: Number(env.SANDBOX_PORT ?? 0),
  data: env.SANDBOX_DATA || undefined,
  key: env.SANDBOX_KEY || 'sk_test_sandbox',
  webhookUrl: env.SANDBOX_WEBHOOK_URL || undefined,
  webhookSecret: env.SANDBOX_WEBHOOK_SECRET || undefined,
  sendgridKey: env.SANDBOX_SENDGRID_KEY || undefined,
  mailEvents:
    env.SANDBOX_SENDGRID_EVENTS_URL && env.SANDBOX_SENDGRID_EVENTS_KEY
      ? { url: env.SANDBOX_SENDGRID_EVENTS_URL, privateKey: env.SANDBOX_SENDGRID_EVENTS_KEY }
      : undefined,
  publicUrl: env.SANDBOX_PUBLIC_URL || undefined,
}

const sandbox = await openServer(options)
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)))
}
// Started by another process: nobody is left to ask for anything once it is gone.
process.once('disconnect', () => void sandbox.close().then(() => process.exit(0)))
process.stdout.write(`sandbox ready ${JSON.stringify({ url: sandbox.url })}\n`)
