import { describe, expect, test } from 'vitest'
import { answersStrangers, asksFirst, isOfDonors, requestHandlers } from './architecture/admin-routes.ts'
import {
  domainPackages,
  type Layer,
  layerOf,
  mayTakeFrom,
  narrowed,
  sdks,
  writesToPeople,
} from './architecture/layers.ts'
import { filesUnder, parse, read, type Source, sources } from './architecture/sources.ts'
import { physicalDirections } from './architecture/style.ts'

const all = sources('app', 'emails', 'prisma', 'tests')
const inDomain = all.filter(({ path }) => path.startsWith('app/domain/'))
const reachesDatabase = (path: string) => /\.server\.tsx?$/.test(path)

describe('who takes from whom', () => {
  test('every layer takes only from those it may', () => {
    expect(all.flatMap(wrongDirections)).toEqual([])
  })

  test('static, dynamic, re-exported and climbing imports are all seen', () => {
    const seen = (text: string) => wrongDirections(parse('app/domain/funds/fund.ts', text))
    expect(seen("import { x } from '#app/routes/admin.tsx'")).toHaveLength(1)
    expect(seen("const x = await import('#app/http/session.ts')")).toHaveLength(1)
    expect(seen("export { x } from '../../http/session.ts'")).toHaveLength(1)
    expect(seen("type X = import('../../../emails/receipt.tsx').X")).toHaveLength(1)
    expect(seen("import { x } from '../money/cents.ts'")).toEqual([])
  })

  test('every import can be read: its target is written out', () => {
    // The web process loads the built pages, which do not exist when it is compiled.
    const unread = all.filter(
      ({ path, text }) =>
        !path.startsWith('tests/') && path !== 'app/entry.web.ts' && /\bimport\((?!\s*['"])/.test(text),
    )
    expect(paths(unread)).toEqual([])
  })

  test("the world's SDKs stop at the platform", () => {
    const wrong = all.flatMap(({ path, imports }) =>
      imports
        .filter(({ kind, to, typeOnly }) => kind === 'package' && !typeOnly && isOutOfPlace(path, to))
        .map(({ to }) => `${path} -> ${to}`),
    )
    expect(wrong).toEqual([])
  })

  test('the domain knows no framework: every package it uses is one of its few tools', () => {
    const wrong = inDomain.flatMap(({ path, imports }) =>
      imports
        .filter(({ kind, to, typeOnly }) => kind === 'package' && !domainPackages.includes(to) && !typeOnly)
        .map(({ to }) => `${path} -> ${to}`),
    )
    expect(wrong).toEqual([])
    expect(paths(inDomain.filter(({ path }) => path.endsWith('.tsx')))).toEqual([])
  })
})

describe('.server.ts in the domain is information', () => {
  test('without it a file reaches no database, and nothing that does', () => {
    const wrong = inDomain
      .filter(({ path }) => !reachesDatabase(path))
      .flatMap(({ path, imports }) =>
        imports.filter((one) => leadsToDatabase(one.to, one.typeOnly)).map(({ to }) => `${path} -> ${to}`),
      )
    expect(wrong).toEqual([])
  })

  test('with it a file reaches the database, holds a statement for it, or uses what only the server has', () => {
    const wrong = inDomain
      .filter(({ path }) => reachesDatabase(path))
      .filter(({ text }) => !/`\s*(?:select|insert|update|delete|with)\s/.test(text))
      .filter(
        ({ imports }) => !imports.some((one) => leadsToDatabase(one.to, one.typeOnly) || isOfServer(one.to)),
      )
    expect(paths(wrong)).toEqual([])
  })
})

describe('every admin route asks who is there', () => {
  const admin = all.filter(({ path }) => /^app\/routes\/admin\b/.test(path))

  test('first of all, in every loader and every action', () => {
    const wrong = admin
      .filter(({ path }) => !answersStrangers(path))
      .flatMap((source) => requestHandlers(source).filter((handler) => !asksFirst(handler, source)))
      .map(({ name, path }) => `${path}: ${name}`)
    expect(wrong).toEqual([])
  })

  test('on donors’ pages which donor is there, the frame included', () => {
    const ofDonors = all.filter(({ path }) => isOfDonors(path))
    const wrong = ofDonors
      .flatMap((source) => requestHandlers(source).filter((handler) => !asksFirst(handler, source)))
      .map(({ name, path }) => `${path}: ${name}`)
    expect(wrong).toEqual([])
    expect(ofDonors.length).toBeGreaterThan(0)
  })

  test('a proof that came with a form is judged in one place, which keeps an act that came without one', () => {
    const judges = /import \{[^}]*\b(?:verifyStepUp|proofOf)\b/
    const found = all.filter(({ path, text }) => path.startsWith('app/') && judges.test(text))
    expect(paths(found)).toEqual(['app/http/proved-by.ts'])
  })

  test('a handler that forgets is found', () => {
    const forgets = (body: string) => {
      const source = parse('app/routes/admin.bonds.tsx', body)
      return requestHandlers(source).filter((handler) => !asksFirst(handler, source)).length
    }
    expect(forgets('export async function loader() { return bonds() }')).toBe(1)
    expect(forgets('export const action = async () => { await save(); await requireStaff(request) }')).toBe(1)
    expect(forgets("export { loader } from './elsewhere.ts'")).toBe(1)
    expect(
      forgets('export async function loader() { const s = await requireStaff(request); return s }'),
    ).toBe(0)
  })
})

describe('how files are', () => {
  test('none is longer than 300 lines', () => {
    const long = all.filter(({ text }) => text.split('\n').length > 301)
    expect(paths(long)).toEqual([])
  })

  test('none has a name that says nothing', () => {
    const vague = /(?:^|[/.-])(?:utils?|helpers?|misc|common|services?|managers?|shared(?!-bond)|v2)(?=[/.-])/
    expect(filesUnder('app', 'emails', 'prisma', 'tests').filter((path) => vague.test(path))).toEqual([])
  })

  test('the product writes by its log, never to the console', () => {
    expect(matching(/\bconsole\s*\.\s*\w+/, ['app/', 'emails/'])).toEqual([])
  })

  test('no test is skipped, singled out, left for later, or lives on a mock of our own', () => {
    const evasive = new RegExp(
      [
        '\\b(?:it|test|describe|suite)\\.(?:skip|only|todo|fails)\\b',
        '\\bvi\\.(?:do)?[Mm]ock\\b',
        '\\bx(?:it|describe)\\(',
      ].join('|'),
    )
    expect(matching(evasive, ['tests/'], ['tests/architecture.test.ts'])).toEqual([])
  })

  test('no rule is switched off', () => {
    const silenced = new RegExp(
      ['@ts-(?:ignore|nocheck|expect-error)', 'biome-ignore', '\\bTO' + 'DO\\b'].join('|'),
    )
    expect(matching(silenced, [''], ['tests/architecture.test.ts'])).toEqual([])
  })

  test('pages read from either side: no left or right in the styles', () => {
    const styled = filesUnder('app').filter((path) => /\.(?:tsx|css)$/.test(path))
    expect(styled.flatMap((path) => physicalDirections(path, read(path)))).toEqual([])
  })

  test('the project can be moved: no registry, no path of anyone’s machine', () => {
    const placed = /registry\s*=|"resolved":|registry\.npm|(?<![\w.])\/(?:work|root|Users)\//
    const others = ['package.json', 'package-lock.json', '.npmrc', 'Dockerfile', 'remix.config.js', '.ci/run']
    const files = [...filesUnder('app', 'emails', 'prisma', 'tests', 'docs'), ...others]
    const readable = files.filter((path) => !/\.(?:png|woff2|ico|jpg)$/.test(path))
    const found = readable.filter((path) => path !== 'tests/architecture.test.ts' && placed.test(read(path)))
    expect(found).toEqual([])
  })
})

function wrongDirections({ path, imports }: Source): string[] {
  return imports
    .filter(({ kind, to, typeOnly }) => kind === 'own' && !mayTake(path, to, typeOnly))
    .map(({ to }) => `${path} -> ${to}`)
}

function mayTake(path: string, to: string, typeOnly: boolean): boolean {
  const [from, target] = [layerOf(path), layerOf(to)]
  if (!from || !target) return isPlainFile(to)
  if (from === target) return true
  if (from === 'domain' && (target === 'emails' || target === 'words')) return writesToPeople.test(path)
  if (!mayTakeFrom[from].includes(target)) return false
  return typeOnly || isNarrowEnough(from, target, `${path} -> ${to}`)
}

const isNarrowEnough = (from: Layer, to: Layer, edge: string): boolean =>
  narrowed.every((rule) => rule.from !== from || rule.to !== to || rule.only.test(edge))

/** Configuration and built files at the top level, which tests and entries read. */
const isPlainFile = (to: string): boolean => /^(?:package\.json|remix\.config\.js|build\/)/.test(to)

const isOutOfPlace = (path: string, name: string): boolean =>
  !path.startsWith('tests/') && sdks.some(({ packages, only }) => packages.test(name) && !only.test(path))

/** A transaction's handle is the database even as a type: who takes one, writes with it. Other types are only shapes. */
function leadsToDatabase(to: string, typeOnly: boolean): boolean {
  if (to === 'app/platform/db.ts') return true
  if (typeOnly) return false
  return to === 'app/jobs/queue.ts' || to.startsWith('prisma/generated/') || /\.server\.ts$/.test(to)
}

const isOfServer = (to: string): boolean => to.startsWith('app/platform/') && to !== 'app/platform/clock.ts'

function matching(pattern: RegExp, folders: string[], except: string[] = []): string[] {
  return all
    .filter(({ path }) => folders.some((folder) => path.startsWith(folder)) && !except.includes(path))
    .flatMap(({ path, text }) => {
      const line = text.split('\n').findIndex((one) => pattern.test(one))
      return line < 0 ? [] : [`${path}:${line + 1}`]
    })
}

const paths = (found: Source[]): string[] => found.map(({ path }) => path)
