import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import compression from 'compression'
import express, { type Express } from 'express'
import type { ViteDevServer } from 'vite'
import { chooseLanguage } from '#app/http/choose-language.ts'
import { limitBody } from '#app/http/limit-body.ts'
import { ownOrigin } from '#app/http/own-origin.ts'
import { readableAddress } from '#app/http/readable-address.ts'
import { sayWhenAway } from '#app/http/say-when-away.ts'
import { securityHeaders } from '#app/http/security-headers.ts'
import { closeDb, openPool, pool } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { log } from '#app/platform/log.ts'
import { openInbox } from '#app/webhooks/inbox.ts'
import { oneClickUnsubscribe } from '#app/webhooks/one-click-unsubscribe.ts'
import { sendgridWebhook } from '#app/webhooks/sendgrid.ts'
import { stripeWebhook } from '#app/webhooks/stripe.ts'

const drainPatience = 10_000
const client = fileURLToPath(new URL('../build/client', import.meta.url))

const webhookPool = openPool({ max: 4 })
const vite = process.env.HOMEWARD_DEV === '1' ? await startVite() : null
let draining = false

const pages = host()
const doorbell = stripeWebhook(openInbox(webhookPool))

// The doorbells stand before the pages' host: they must answer fast when thousands ring.
const server = createServer((request, response) => {
  const path = request.method === 'POST' ? request.url?.split('?')[0] : undefined
  if (path === '/webhooks/stripe') void doorbell(request, response)
  else if (path === '/webhooks/sendgrid') void sendgridWebhook(request, response)
  else pages(request, response)
}).listen(env().PORT, () => {
  const { port } = server.address() as AddressInfo
  log.info('the web process is ready', { port })
  process.send?.({ port })
})
server.on('error', (error) => {
  log.error('the web process could not listen', { port: env().PORT }, error)
  process.exit(1)
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, drain)
// Whoever started this process is gone, so nobody could stop it any more.
process.once('disconnect', () => drain('SIGTERM'))

/** The order matters: machines first, then headers for everyone, then files, then pages. */
function host(): Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', env().TRUST_PROXY === '1' ? 1 : false)

  app.get('/healthz', (_request, response) => response.type('text').send('ok\n'))
  app.get('/readyz', async (_request, response) => {
    const ready = !draining && (await databaseAnswers())
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready\n' : 'not ready\n')
  })

  app.use(...securityHeaders({ appUrl: env().APP_URL, paymentOrigins: paymentOrigins() }))
  app.use(compression())
  if (vite) app.use(vite.middlewares)
  app.use('/assets', express.static(`${client}/assets`, { immutable: true, maxAge: '1y' }))
  app.use(filesOf(client))

  app.use(withoutForwardedHost)
  // The page's own button posts with a query and goes on to the page.
  app.post(/^\/(?:[a-z]{2}\/)?unsubscribe\/(?<token>[\w.-]+)$/, onlyWithoutQuery(oneClickUnsubscribe))
  app.use(ownOrigin({ appUrl: env().APP_URL }))
  app.use(chooseLanguage)
  app.use(readableAddress)
  app.use(limitBody)
  const build = vite
    ? async () => sayWhenAway((await vite.ssrLoadModule('virtual:remix/server-build')) as ServerBuild)
    : loadBuild()
  const staff = pagesOf(build)
  const everyone = pagesOf(vite ? build : async () => withoutStaffRoutes(await build()))
  app.all(/^\/(?:admin|__manifest)(?:[/.]|$)/i, staff)
  app.all('*', everyone)
  return app
}

function onlyWithoutQuery(handle: express.RequestHandler): express.RequestHandler {
  return (request, response, next) =>
    request.originalUrl.includes('?') ? next() : handle(request, response, next)
}

/** Only names that were there at the start are looked for on the disk: most requests are for pages. */
function filesOf(folder: string): express.RequestHandler {
  const names = new Set(existsSync(folder) ? readdirSync(folder).map((name) => `/${name}`) : [])
  const serve = express.static(folder, { maxAge: '1h', index: false })
  return (request, response, next) => (names.has(request.path) ? serve(request, response, next) : next())
}

function pagesOf(build: () => Promise<ServerBuild>): express.RequestHandler {
  return createRequestHandler({
    build,
    mode: vite ? 'development' : 'production',
    getLoadContext: (request, response) => ({
      nonce: response.locals.nonce,
      language: response.locals.language,
      pathname: response.locals.pathname,
      mode: env().HOMEWARD_SANDBOX_URL ? 'demonstration' : 'live',
      appUrl: env().APP_URL,
      address: request.ip ?? '',
    }),
  })
}

/** Remix goes through every route several times for each page, so the many of staff would cost every donor's page. */
function withoutStaffRoutes(build: ServerBuild): ServerBuild {
  const ofDonors = <Route>(routes: Record<string, Route>): Record<string, Route> =>
    Object.fromEntries(Object.entries(routes).filter(([id]) => !/^routes\/admin(?:[._]|$)/.test(id)))
  const { assets, routes } = build
  return { ...build, routes: ofDonors(routes), assets: { ...assets, routes: ofDonors(assets.routes) } }
}

function loadBuild(): () => Promise<ServerBuild> {
  const file = fileURLToPath(new URL('../build/server/index.js', import.meta.url))
  if (!existsSync(file)) throw new Error('The pages are not built yet. Run: npm run build')
  const build = (import(pathToFileURL(file).href) as Promise<ServerBuild>).then(sayWhenAway)
  return () => build
}

async function startVite(): Promise<ViteDevServer> {
  const { createServer } = await import('vite')
  return createServer({ configFile: 'remix.config.js', server: { middlewareMode: true } })
}

function paymentOrigins(): string[] {
  const sandbox = env().HOMEWARD_SANDBOX_URL
  return sandbox ? [new URL(sandbox).origin] : ['https://checkout.stripe.com', 'https://billing.stripe.com']
}

/** Remix believes any X-Forwarded-Host; only a trusted proxy may say one. */
function withoutForwardedHost(
  request: express.Request,
  _response: express.Response,
  next: express.NextFunction,
): void {
  if (env().TRUST_PROXY !== '1') delete request.headers['x-forwarded-host']
  next()
}

async function databaseAnswers(): Promise<boolean> {
  try {
    await pool().query('select 1')
    return true
  } catch {
    return false
  }
}

/** Stops taking connections, finishes what is under way, then ends. */
function drain(signal: NodeJS.Signals): void {
  if (draining) return
  draining = true
  log.info('the web process finishes what is under way', { signal })
  setTimeout(() => process.exit(0), drainPatience).unref()
  server.close(async () => {
    await vite?.close()
    await webhookPool.end()
    await closeDb()
    process.exit(0)
  })
  server.closeIdleConnections()
}
