/** Most queries that OSV takes in one request: https://google.github.io/osv.dev/post-v1-querybatch/ */
const batch = 1000;

/**
 * Vulnerabilities of packages, as OSV has them: for npm those of GitHub's advisories, for PyPI those of the PyPA's.
 * `pnpm audit` cannot ask: npm has retired its endpoint (https://github.com/pnpm/pnpm/issues/13033).
 *
 * @param origin for example `https://api.osv.dev`
 * @param packages ecosystem, name and version of each
 * @returns of each found: `package`, `id`, `aliases`, `summary`
 * @throws if OSV does not answer, or not for each package
 */
export async function vulnerabilitiesOf(origin, packages) {
  const found = [];
  for (let start = 0; start < packages.length; start += batch) {
    found.push(...(await ofBatch(origin, packages.slice(start, start + batch))));
  }
  const details = new Map();
  for (const { id } of found) {
    if (!details.has(id))
      details.set(id, await request(`${origin}/v1/vulns/${encodeURIComponent(id)}`));
  }
  return found
    .map(({ of, id }) => {
      const { aliases = [], summary = "", withdrawn } = details.get(id);
      return { package: of, id, aliases, summary, withdrawn };
    })
    .filter(({ withdrawn }) => withdrawn === undefined)
    .map(({ withdrawn: _, ...rest }) => rest);
}

/** A package with very many vulnerabilities is answered in pages. */
async function ofBatch(origin, packages) {
  let open = packages.map((of) => ({ of, token: undefined }));
  const found = [];
  while (open.length > 0) {
    const queries = open.map(({ of: { ecosystem, name, version }, token }) => ({
      package: { ecosystem, name },
      version,
      ...(token !== undefined && { page_token: token }),
    }));
    const { results } = await request(`${origin}/v1/querybatch`, { queries });
    if (results?.length !== queries.length) {
      throw new Error(`OSV answered ${results?.length} of ${queries.length} queries`);
    }
    found.push(
      ...results.flatMap(({ vulns = [] }, index) =>
        vulns.map(({ id }) => ({ of: open[index].of, id })),
      ),
    );
    open = results.flatMap(({ next_page_token: token }, index) =>
      token ? [{ of: open[index].of, token }] : [],
    );
  }
  return found;
}

async function request(url, body) {
  const response = await fetch(url, {
    ...(body !== undefined && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
    signal: AbortSignal.timeout(60_000),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.json();
}
