import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { lineNow } from '#app/domain/checkout-queue/line-now.server.ts'
import { defencePage } from '#app/domain/defence/defence-page.server.ts'
import { givingPause } from '#app/domain/defence/giving-pause.server.ts'
import { liftPause } from '#app/domain/defence/lift-pause.server.ts'
import { LimitsForm } from '#app/domain/defence/limits.ts'
import { LiftForm } from '#app/domain/defence/pause.ts'
import { setLimits } from '#app/domain/defence/set-limits.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Hours } from './hours.tsx'
import { Limits } from './limits.tsx'
import { Line } from './line.tsx'
import { Pauses } from './pauses.tsx'
import { StateNow } from './state-now.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['defence'],
  title: (t) => t('defence:title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'defence:read')
  const { timezone } = await organization()
  const done = new URL(request.url).searchParams.get('done')
  return {
    ...(await defencePage()),
    line: await lineNow(),
    pause: await givingPause(),
    timezone,
    mayManage: fundsWhere(staff, 'defence:manage').length > 0,
    done: done === 'lift' || done === 'limits' ? done : null,
  }
}

const Act = z.discriminatedUnion('intent', [LiftForm.strict(), LimitsForm.strict()])

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'defence:manage')
  const form = parseForm(await readForm(request), Act)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(actOn(staff, form.value), form.values)
  if (!outcome.ok) {
    if (outcome.response.data.refusal?.code === 'pause_unknown') throw new Response(null, { status: 404 })
    return outcome.response
  }
  return redirect(`${paths.defence()}?${new URLSearchParams({ done: form.value.intent })}`, 303)
}

function actOn(staff: SignedInStaff, act: z.output<typeof Act>): Promise<unknown> {
  if (act.intent === 'lift') return liftPause({ staff, pauseId: act.pauseId, reason: act.reason })
  const { intent: _, ...limits } = act
  return setLimits({ staff, limits })
}

export default function Defence() {
  const { t } = useWords()
  const { hours, turnedAway, line, pauses, versions, pause, timezone, mayManage, done } =
    useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-10">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('defence:title')}</h1>
        <p className="measure text-quiet">{t('defence:lead')}</p>
        <p>
          <Link to={paths.giftPatterns()}>{t('defence:patterns.link')}</Link>
        </p>
      </div>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {done && !entries.isBack && (
        <Notice title={t(`defence:${done}.done.title`)}>{t('defence:lift.done')}</Notice>
      )}
      <StateNow
        pause={pauses.find(({ id }) => id === pause?.id) ?? null}
        {...{ timezone, mayManage, entries }}
      />
      <Line line={line} timezone={timezone} />
      <Hours hours={hours} turnedAway={turnedAway} timezone={timezone} />
      <Pauses pauses={pauses} open={pause?.id ?? null} timezone={timezone} />
      <Limits versions={versions} {...{ timezone, mayManage, entries }} />
    </div>
  )
}
