import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { readAsDonor } from '#app/domain/impact-updates/read-as-donor.ts'
import { updatePage } from '#app/domain/impact-updates/update-page.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { fallbackLanguage, isLanguage } from '#app/words/languages.ts'

/** The mail as a donor would get it, with a made-up gift. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'updates:read')
  const { updateId } = parseParams(params, z.object({ updateId: z.uuid() }))
  const asked = new URL(request.url).searchParams.get('language')
  const language = isLanguage(asked) ? asked : fallbackLanguage

  const fundIds = fundsWhere(staff, 'updates:read')
  const page = await updatePage({ updateId, fundIds, language: context.language })
  const mail = page?.mails.find((each) => each.language === language)
  if (!mail) throw new Response(null, { status: 404 })

  const { html } = await readAsDonor(mail)
  return new Response(html, {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' },
  })
}
