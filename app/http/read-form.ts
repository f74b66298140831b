/** What a form sent. Throws a 415 for a body that no form sends, or one that breaks off. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch {
    throw new Response(null, { status: 415 })
  }
}
