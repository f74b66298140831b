import { db } from '#app/platform/db.ts'

/** The one legal entity of this deployment, as pages and mails name it. Throws where set-up has not been done. */
export async function organization() {
  return db().organization.findUniqueOrThrow({ where: { id: 1 } })
}
