/** What flags say about definitions; the same for every app. */
export interface AppSettings {
  /** `--mesos_role`. */
  readonly defaultRole: string;
  /** `--default_network_name`: the network of those that name none. */
  readonly defaultNetworkName: string | undefined;
  /** `--mesos_bridge_name`: an `ipAddress` with this name means the bridge. */
  readonly bridgeName: string;
  /** `--enable_features`. */
  readonly features: ReadonlySet<string>;
  /** `--new_group_enforce_role=top`: apps of a new top-level group take its name as role. */
  readonly doNewGroupsEnforceRole: boolean;
}
