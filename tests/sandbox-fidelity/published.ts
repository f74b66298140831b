import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'

export type Schema = { [key: string]: unknown }

const folder = fileURLToPath(new URL('../../../shared/stripe/', import.meta.url))
const specification = `${folder}openapi-2023-08-16.json`

/** Stripe's published description lies beside the repository, where it is at all; it is never copied into it. */
export const isPublished = existsSync(specification)

export function readPublished() {
  const { components, paths } = JSON.parse(readFileSync(specification, 'utf8'))
  const { resources } = JSON.parse(readFileSync(`${folder}fixtures-2026-07-29.json`, 'utf8'))
  return {
    paths: paths as Record<string, Record<string, Operation>>,
    fixtures: resources as Record<string, Schema>,
    check: checker(components.schemas as Record<string, Schema>),
  }
}

type Operation = {
  parameters?: { name: string; in: string; schema?: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

/** What is wrong with an object by its published schema, one line each. */
function checker(schemas: Record<string, Schema>) {
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, inlineRefs: false })
  ajv.addSchema({
    $id: 'stripe',
    components: { schemas: Object.fromEntries(Object.entries(schemas).map(([k, v]) => [k, plain(v)])) },
  })
  return (kind: string, object: unknown): string[] => {
    if (!schemas[kind]) return []
    const validate = ajv.compile({ $ref: `stripe#/components/schemas/${kind}` })
    validate(JSON.parse(JSON.stringify(object)))
    const errors = validate.errors ?? []
    return errors
      .filter(({ keyword }) => keyword !== 'anyOf')
      .map(({ instancePath, keyword, message, params }) =>
        keyword === 'required'
          ? `${kind}${instancePath} must have ${params.missingProperty}`
          : `${kind}${instancePath} ${message} ${JSON.stringify(params)}`,
      )
  }
}

/**
 * From OpenAPI 3.0 to JSON Schema: `nullable` becomes a type. Expandable fields are ids in what is checked here, so
 * their other form is left out, which keeps the whole web of schemas from being compiled each time.
 */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain)
  if (typeof schema !== 'object' || schema === null) return schema
  const source = schema as Schema
  const { nullable, 'x-expansionResources': expandable, ...rest } = source
  const inner = expandable
    ? { type: 'string' }
    : Object.fromEntries(
        Object.entries(rest).map(([key, value]) => [key, key === 'enum' ? value : plain(value)]),
      )
  return nullable ? { anyOf: [inner, { type: 'null' }] } : inner
}
