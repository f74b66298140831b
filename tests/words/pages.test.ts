import { expect, test } from 'vitest'
import { actions } from '#app/domain/staff/access.ts'
import { catalogs } from '#app/words/catalogs.ts'
import { parse, read, type Source, sources } from '#tests/architecture/sources.ts'

/** Everything that a page is drawn by: modules of the server are not in it. */
const drawing = new Map(
  sources('app/routes', 'app/components')
    .filter(({ path }) => !path.includes('.server.'))
    .map((source) => [source.path, source]),
)
const frame = 'app/routes/admin.tsx'
const pages = [...drawing.keys()].filter((path) =>
  /^app\/routes\/admin\.[^/]+(?:\.tsx|\/route\.tsx)$/.test(path),
)

test('every staff page declares the catalogs that it speaks from, beside those of the frame, and no other', () => {
  const framed = declared(frame)
  const wrong = pages
    .filter((path) => path !== frame)
    .flatMap((path) => {
      const needed = spoken(path).filter((namespace) => !framed.includes(namespace))
      return needed.join() === declared(path).join() ? [] : [`${path}: words: ${JSON.stringify(needed)}`]
    })
  expect(wrong).toEqual([])
})

test('the frame declares what it, every refusal and every error page speak from', () => {
  expect(declared(frame)).toEqual(
    [...new Set([...spoken(frame), ...spoken('app/root.tsx'), 'errors'])].sort(),
  )
})

test('a page that forgets is found, whichever of its parts speaks', () => {
  expect(pages.length).toBeGreaterThan(100)
  expect(declared('app/routes/admin.cash._index.tsx')).toEqual(['cash'])
  expect(spoken('app/routes/admin.bonds.$bondId._index.tsx')).toEqual(
    expect.arrayContaining(['admin', 'dates', 'papers', 'recovery']),
  )
})

/** What `handle.words` of a route says; the frame's and the pages' alike. */
function declared(path: string): string[] {
  const list =
    /export const handle[^=]*= \{[\s\S]*?\bwords: \[([^\]]*)\]/.exec(drawing.get(path)?.text ?? '')?.[1] ?? ''
  return [...list.matchAll(/'([\w-]+)'/g)].map(([, namespace = '']) => namespace)
}

/** The catalogs of all keys, whole or only begun, that are written in a module and in what it is made of. */
function spoken(path: string): string[] {
  const [seen, found] = [new Set<string>(), new Set<string>()]
  const follow = (source: Source | undefined) => {
    if (!source || seen.has(source.path)) return
    seen.add(source.path)
    for (const [, namespace = '', key = '', end] of source.text.matchAll(
      /['"`]([a-z-]+):([\w.]*)(\$\{|['"`])/g,
    ))
      if (isKey(namespace, key, end === '${')) found.add(namespace)
    for (const { kind, to, typeOnly } of source.imports)
      if (kind === 'own' && !typeOnly) follow(drawing.get(to))
  }
  follow(drawing.get(path) ?? parse(path, read(path)))
  return [...found].sort()
}

/** `vault:read` and its like are rights. A text may hold only the beginning of a key, whose end is put to it elsewhere. */
function isKey(namespace: string, key: string, isOpen: boolean): boolean {
  const keys = Object.keys(catalogs.en[namespace] ?? {})
  if (keys.includes(key)) return true
  if (actions.some((action) => action === `${namespace}:${key}`)) return false
  return keys.some((each) => each.startsWith(isOpen ? key : `${key}.`))
}
