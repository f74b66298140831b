import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createRequestHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import { Outlet } from '@remix-run/react'
import compression from 'compression'
import express from 'express'
import { createElement, type ReactNode } from 'react'
import handleRequest, { streamTimeout } from '#app/entry.server.tsx'
import { securityHeaders } from '#app/http/security-headers.ts'

type Parser = new (html: string) => { window: { document: Document } }

// jsdom brings no types of its own.
const { JSDOM } = createRequire(import.meta.url)('jsdom') as { JSDOM: Parser }
const renamed: Record<string, string> = { class: 'className', for: 'htmlFor', charset: 'charSet' }

/**
 * A Remix page that shows the very elements and words of a page that was fetched before, without a loader: what Remix
 * and React cost for a page of that size. It stands behind the same headers, and is streamed by the same code.
 */
const html = readFileSync(process.env.BENCH_PAGE ?? '', 'utf8')
const document = new JSDOM(html).window.document
const page = elementOf(document.documentElement)

const nothing = {
  ...{ hasAction: false, hasLoader: false, hasClientAction: false, hasClientLoader: false },
  hasErrorBoundary: false,
}

const build: ServerBuild = {
  entry: { module: { default: handleRequest, streamTimeout } },
  routes: {
    root: { id: 'root', path: '', module: { default: Outlet } },
    page: { id: 'page', parentId: 'root', path: '*', module: { default: () => page } },
  },
  assets: {
    entry: { module: '/entry.js', imports: [] },
    routes: {
      root: { id: 'root', path: '', module: '/root.js', ...nothing },
      page: { id: 'page', parentId: 'root', path: '*', module: '/page.js', ...nothing },
    },
    url: '/manifest.js',
    version: '1',
  },
  publicPath: '/',
  assetsBuildDirectory: 'build/client',
  future: {
    ...{ v3_fetcherPersist: true, v3_lazyRouteDiscovery: true, v3_relativeSplatPath: true },
    ...{ v3_singleFetch: true, v3_throwAbortReason: true, v3_routeConfig: true, unstable_optimizeDeps: true },
  },
  isSpaMode: false,
  mode: 'production',
}

const app = express()
app.disable('x-powered-by')
app.use(...securityHeaders({ appUrl: 'http://localhost:3000', paymentOrigins: [] }))
app.use(compression())
app.all(
  '*',
  createRequestHandler({
    build,
    mode: 'production',
    getLoadContext: (_, response) => ({
      ...{ nonce: response.locals.nonce, language: 'en' as const, pathname: '/', mode: 'live' as const },
      ...{ appUrl: 'http://localhost:3000', address: '' },
    }),
  }),
)
const server = app.listen(0, () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.once('SIGTERM', () => process.exit(0))
process.once('disconnect', () => process.exit(0))

function elementOf(element: Element): ReactNode {
  const children = [...element.childNodes].flatMap((child): ReactNode[] => {
    if (child.nodeType === 3) return [child.textContent]
    return child.nodeType === 1 ? [elementOf(child as Element)] : []
  })
  return createElement(element.localName, attributesOf(element), ...children)
}

/** As React names them; styles stay out, since it wants them taken apart. */
function attributesOf(element: Element): Record<string, string> {
  return Object.fromEntries(
    [...element.attributes]
      .filter(({ name }) => name !== 'style' && !name.startsWith('on'))
      .map(({ name, value }) => [renamed[name] ?? name, value]),
  )
}
