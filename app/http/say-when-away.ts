import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from '@remix-run/node'
import { databaseIsAway } from '#app/platform/constraint.ts'
import { log } from '#app/platform/log.ts'
import { wordsFor } from '#app/words/words.ts'

/**
 * While the database is away, a page or a form's answer is a 503 that says so in words. Nothing is tried again here:
 * whether what was under way was committed is learned only by sending the same form again.
 */
export function sayWhenAway(build: ServerBuild): ServerBuild {
  const routes = Object.entries(build.routes).map(([id, route]) => {
    const { loader, action } = route.module
    const saying = { ...(loader && { loader: orAway(loader) }), ...(action && { action: orAway(action) }) }
    return [id, { ...route, module: { ...route.module, ...saying } }]
  })
  return { ...build, routes: Object.fromEntries(routes) }
}

const orAway =
  <Args extends LoaderFunctionArgs | ActionFunctionArgs, Answer>(handle: (args: Args) => Answer) =>
  async (args: Args): Promise<Awaited<Answer>> => {
    try {
      return await handle(args)
    } catch (error) {
      if (!databaseIsAway(error)) throw error
      log.warn('the database was away from a page', { method: args.request.method, status: 503 }, error)
      // A page says it in its frame; a file that was asked for has nothing but these words.
      throw new Response(wordsFor(args.context.language).t('public:error.away.text'), {
        status: 503,
        headers: {
          'Retry-After': '5',
          'Cache-Control': 'no-store',
          'Content-Type': 'text/plain; charset=utf-8',
        },
      })
    }
  }
