import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { type Action, actions, may, type Role, roles } from '#app/domain/staff/access.ts'
import { givenActor, givenTeam } from '#tests/support/given-disbursement.ts'
import { args, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

type Handler = (of: Awaited<ReturnType<typeof args>>) => Promise<unknown>
type Handlers = { loader?: Handler; action?: Handler }

const modules = import.meta.glob<Handlers>([
  '/app/routes/admin.*.{ts,tsx}',
  '/app/routes/admin.*/route.{ts,tsx}',
])
const sources = import.meta.glob<string>(
  ['/app/routes/admin.*.{ts,tsx}', '/app/routes/admin.*/route.{ts,tsx}'],
  { query: '?raw', import: 'default', eager: true },
)
/** Those by which someone comes in or goes out ask for no role: nobody has one there yet, or any longer. */
const doors = /admin\.(sign-in|sign-out|enrol)/

type Door = { file: string; handler: 'loader' | 'action'; asks: Action | null }

/** Every handler of every staff page as it is found on disk, with the right that it says it asks for. */
const all: Door[] = Object.entries(sources)
  .filter(([file]) => !doors.test(file))
  .flatMap(([file, text]) =>
    (['loader', 'action'] as const)
      .filter((handler) => text.includes(`export async function ${handler}(`))
      .map((handler) => ({ file, handler, asks: askedBy(text, handler) })),
  )

function askedBy(text: string, handler: string): Action | null {
  const body = text.slice(text.indexOf(`export async function ${handler}(`))
  // The door lets in whoever may read; a form that says nothing of a review is asked for more.
  if (handler === 'action' && body.includes('readRuleAct(')) return 'jurisdictions:manage'
  const asked = /requireStaff\([\w.]+(?:, '([\w:-]+)')?\)/.exec(body)?.[1]
  return actions.find((action) => action === asked) ?? null
}

const actors = new Map<Role | 'nobody', ActingStaff>()
beforeAll(async () => {
  const { fundId } = await givenTeam()
  for (const role of ['nobody', ...roles] as const) {
    const staff = await givenActor(fundId, role === 'nobody' ? [] : [role])
    await signIn(staff)
    actors.set(role, staff)
  }
})

/** Whether this person is let through to where the object is looked for. */
async function letIn({ file, handler }: Door, staff: ActingStaff): Promise<boolean> {
  const handle = (await modules[file]?.())?.[handler]
  if (!handle) throw new Error(`${file} has no ${handler}`)
  const params = Object.fromEntries(
    [...file.matchAll(/\$(\w+)/g)].map(([, name = '']) => [name, randomUUID()]),
  )
  try {
    await handle(await args(staff, handler === 'action' ? { intent: 'none' } : undefined, params))
    return true
  } catch (error) {
    if (error instanceof Response) return error.status !== 403
    throw error
  }
}

test('every role at every door of the staff pages: in where the table of roles says so, and nowhere else', async () => {
  expect(all.length).toBeGreaterThan(120)
  const wrong: string[] = []
  for (const door of all) {
    for (const [role, staff] of actors) {
      const held = role === 'nobody' ? [] : [role]
      const expected = door.asks === null || may(held, door.asks)
      if ((await letIn(door, staff)) !== expected) wrong.push(`${door.file} ${door.handler}: ${role}`)
    }
  }
  expect(wrong).toEqual([])
}, 480_000)

test('what asks for no role is a person’s own', () => {
  expect(
    all.filter(({ asks }) => asks === null).map(({ file, handler }) => `${file} ${handler}`),
  ).toMatchInlineSnapshot(`
    [
      "/app/routes/admin.account/route.tsx loader",
      "/app/routes/admin.account/route.tsx action",
      "/app/routes/admin.step-up.ts action",
    ]
  `)
})
