/**
 * What an audit reports: vulnerabilities that no waiver accepts today, and waivers that accept nothing.
 *
 * @param found from `vulnerabilitiesOf`
 * @param today for example `2026-11-30`
 */
export function problemsOf(found, waivers, today) {
  const meets = ({ id, package: name }, one) =>
    name === one.package.name && [one.id, ...one.aliases].includes(id);
  return [
    ...found.flatMap((one) => {
      const waiver = waivers.find((row) => meets(row, one));
      if (waiver !== undefined && waiver.until >= today) return [];
      const { name, version, ecosystem } = one.package;
      const ended = waiver === undefined ? "" : `; its waiver ended on ${waiver.until}`;
      return [
        `${name} ${version} (${ecosystem}): ${[one.id, ...one.aliases].join(", ")}: ${one.summary}${ended}; https://osv.dev/vulnerability/${one.id}`,
      ];
    }),
    ...waivers
      .filter((row) => !found.some((one) => meets(row, one)))
      .map(({ id, package: name }) => `the waiver of ${id} for ${name} accepts nothing: remove it`),
  ];
}
