/** A class that pickles name as an argument, such as the default of a dictionary; never called. */
export class PickleClass {
  constructor(readonly name: string) {}
}
