import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setWebhook } from './control/configure.ts'
import { control } from './control/control.ts'
import { sendJson } from './exchange.ts'
import { controlPage } from './pages/control-page.ts'
import { payPage } from './pages/pay-page.ts'
import { portalPage } from './pages/portal-page.ts'
import { createSendgrid } from './sendgrid/sendgrid.ts'
import { stripeApi } from './stripe/api.ts'
import { Runtime } from './stripe/runtime.ts'
import { openTruthLog } from './truth-log.ts'

export type Options = {
  /** 0: any free one. */
  port: number
  /** Folder of the truth log; absent: nothing outlives the process. */
  data: string | undefined
  /** The account that pages mean when they name none. */
  key: string
  webhookUrl: string | undefined
  webhookSecret: string | undefined
  sendgridKey: string | undefined
  /** Where signed mail events of that account go, and the key that signs them. */
  mailEvents?: { url: string; privateKey: string } | undefined
  publicUrl: string | undefined
}

/** What every part of the sandbox may use. */
export type Sandbox = { runtime: Runtime; key: string; sendgridKey: string | undefined; publicUrl: string }

export async function openServer(options: Options): Promise<{ url: string; close(): Promise<void> }> {
  const truth = openTruthLog(options.data, 'stripe')
  const mailTruth = openTruthLog(options.data, 'mail')
  const runtime = new Runtime(truth)
  const own = runtime.accounts.ofKey(options.key)
  if (!own) throw new Error('SANDBOX_KEY must look like sk_test_…')
  const { webhookUrl, webhookSecret } = options
  if (webhookUrl) own.unit(() => setWebhook(own, webhookUrl, webhookSecret))
  const mail = createSendgrid({
    truth: mailTruth,
    now: () => own.now(),
    defaultKey: options.sendgridKey,
    events: options.mailEvents,
  })

  const sandbox: Sandbox = { runtime, key: options.key, sendgridKey: options.sendgridKey, publicUrl: '' }
  const server = createServer((req, res) => {
    serve(req, res).catch((error: unknown) => failed(res, error))
  })
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const path = (req.url ?? '/').split('?')[0] ?? '/'
    if (path.startsWith('/v1/')) return stripeApi(req, res, runtime.accounts, sandbox.publicUrl)
    if (await mail.handle(req, res)) return
    if (path.startsWith('/pay/')) return payPage(req, res, sandbox)
    if (path.startsWith('/billing/')) return portalPage(req, res, sandbox)
    if (path.startsWith('/control/')) return control(req, res, sandbox)
    if (path === '/') return controlPage(req, res, sandbox)
    sendJson(res, 404, {
      error: { type: 'invalid_request_error', message: `Unrecognized request URL (${req.method}: ${path}).` },
    })
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, resolve)
  })
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  sandbox.publicUrl = options.publicUrl ?? url
  return {
    url,
    async close() {
      runtime.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      truth.close()
      mailTruth.close()
    },
  }
}

/** A fault of the sandbox itself: said on stderr, and answered in a shape that no SDK takes for success. */
function failed(res: ServerResponse, error: unknown) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  if (res.headersSent) res.destroy()
  else
    sendJson(res, 500, {
      error: { type: 'api_error', message: 'The sandbox itself failed; see its output.' },
    })
}
