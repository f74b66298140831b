import { Transform } from 'node:stream'
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import { Nonce } from '#app/components/nonce.ts'
import { WordsProvider } from '#app/components/words.ts'
import { log } from '#app/platform/log.ts'
import { fallbackLanguage, type Language } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'

declare module '@remix-run/node' {
  /** What the host tells every loader, action and render. */
  interface AppLoadContext {
    /** For the scripts of this one response. */
    nonce: string
    language: Language
    /** Without the language prefix. */
    pathname: string
    mode: 'demonstration' | 'live'
    appUrl: string
    /** The visitor's network address, read from the trusted proxy where there is one. */
    address: string
  }
  interface Future {
    v3_singleFetch: true
  }
}

/** Loaders that are still not done by then are answered as failed. The render itself gets a second more to say so. */
export const streamTimeout = 8_000

export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext | undefined,
): Promise<Response> {
  const nonce = loadContext?.nonce
  // A page without scripts cannot fill in what streams later, and a crawler will not wait for it: both get it whole.
  const whole = !isHydrated(remixContext) || isbot(request.headers.get('user-agent'))

  return new Promise((resolve, reject) => {
    let answered = false
    const answer = () => {
      answered = true
      const body = withoutNulBytes()
      headers.set('Content-Type', 'text/html; charset=utf-8')
      resolve(new Response(createReadableStreamFromReadable(body), { headers, status }))
      pipe(body)
    }

    const { pipe, abort } = renderToPipeableStream(
      <WordsProvider words={wordsFor(loadContext?.language ?? fallbackLanguage)}>
        <Nonce.Provider value={nonce}>
          <RemixServer context={remixContext} url={request.url} abortDelay={streamTimeout} nonce={nonce} />
        </Nonce.Provider>
      </WordsProvider>,
      {
        nonce,
        onShellReady: () => whole || answer(),
        onAllReady: () => answered || answer(),
        onShellError: reject,
        onError: (error) => {
          status = 500
          // Before the shell stood, the error is thrown on and comes to `handleError`.
          if (answered) log.error('a page broke off while it was sent', { method: request.method }, error)
        },
      },
    )

    setTimeout(abort, streamTimeout + 1_000).unref()
  })
}

/**
 * React 18 flushes its 2 kB buffer whole even where a letter of several bytes did not fit into the end of it, and so
 * sends NUL bytes into the middle of Spanish and Arabic words (react/react#26228, mended in 19 only).
 */
const withoutNulBytes = (): Transform =>
  new Transform({
    transform(chunk: Buffer, _, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk)
    },
  })

/** Bugs in loaders, actions and renders. The address is left out: it may carry a donor's token. */
export function handleError(error: unknown, { request }: { request: Request }) {
  if (!request.signal.aborted) log.error('a page could not be made', { method: request.method }, error)
}

const isHydrated = ({ staticHandlerContext, routeModules }: EntryContext): boolean =>
  staticHandlerContext.matches.some(({ route }) => {
    const handle: unknown = routeModules[route.id]?.handle
    return typeof handle === 'object' && handle !== null && 'hydrate' in handle && handle.hydrate === true
  })
