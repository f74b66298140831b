import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { FileToMake } from '#app/components/file-to-make.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { makeMatchExport, matchesExported } from '#app/domain/gift-comments/make-match-export.server.ts'
import { openedMatchExport } from '#app/domain/gift-comments/opened-match-export.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { ProofForm } from '#app/domain/staff/step-up/proof.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors'],
  title: (t) => t('donors:matches.file.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'comments:read')
  const by = { id: staff.id, fundIds: fundsWhere(staff, 'comments:read') }
  const exportId = z.uuid().safeParse(new URL(request.url).searchParams.get('made')).data
  const ready = exportId && (await openedMatchExport({ exportId, staff: by }))
  return {
    file: exportId && ready ? paths.matchFile(exportId) : null,
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'comments:read')
  const by = { id: staff.id, fundIds: fundsWhere(staff, 'comments:read') }
  const form = parseForm(await readForm(request), ProofForm)
  if (!form.ok) return invalid(form)
  const attempted = { staff, ...matchesExported(by.fundIds), subjectId: '' }
  const outcome = await orRefusal(
    provedBy(attempted, { boundTo: boundTo.exportMatches(), sent: form.value }, (stepUpId) =>
      makeMatchExport({ staff: by, stepUpId }),
    ),
    form.values,
  )
  if (!outcome.ok) return outcome.response
  return redirectAfterStepUp(staff, `${paths.matches()}?made=${outcome.value.exportId}`)
}

/** All employers to ask, to be taken out as a file. */
export default function Matches() {
  const { t } = useWords()
  const { file, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <FileToMake
      words={{
        back: t('donors:matches.file.back'),
        title: t('donors:matches.file.title'),
        lead: t('donors:matches.file.lead'),
        submit: t('donors:matches.file.submit'),
        ready: t('donors:matches.file.ready'),
        download: t('donors:matches.file.download'),
      }}
      back={paths.comments()}
      action={paths.matches()}
      boundTo={boundTo.exportMatches()}
      {...{ file, factors, answer }}
    />
  )
}
