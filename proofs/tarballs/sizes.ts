/**
 * Largest packed size of each package, in kB of 1000 bytes. A package that shrinks by more than a fifth needs a smaller
 * number here, so that the list stays true.
 */
export const packedKilobytes: Readonly<Record<string, number>> = {
  api: 200,
  capacity: 120,
  "capacity-controller": 215,
  contracts: 115,
  cost: 195,
  function: 37,
  inference: 120,
  jobs: 380,
  monitoring: 125,
  network: 50,
  "plan-review": 270,
  storage: 62,
};
