import { getAt, listAt } from '../../model/document.ts';
import { Field } from '../../components/field.tsx';
import {
  ChoiceField,
  faultAt,
  FlagField,
  ListField,
  LongField,
  MapField,
  NumberField,
  Section,
  TextField,
  type PartProps,
} from './form-parts.tsx';

/** The document as a form; members that have no field here stay as they are. */
export function AppForm({ draft, isNew }: PartProps & { isNew: boolean }) {
  return (
    <div className="form">
      <General draft={draft} isNew={isNew} />
      <Container draft={draft} />
      <Ports draft={draft} />
      <Health draft={draft} />
      <Section title="Environment" draft={draft} pointers={['/env']}>
        <MapField draft={draft} pointer="/env" what="variable" />
      </Section>
      <Section title="Labels" draft={draft} pointers={['/labels']}>
        <MapField draft={draft} pointer="/labels" what="label" />
      </Section>
      <Placement draft={draft} />
      <Upgrade draft={draft} />
    </div>
  );
}

function General({ draft, isNew }: PartProps & { isNew: boolean }) {
  const pointers = [
    '/id',
    '/cmd',
    '/args',
    '/cpus',
    '/mem',
    '/disk',
    '/gpus',
    '/instances',
    '/user',
  ];
  return (
    <Section title="General" draft={draft} pointers={pointers}>
      {isNew ? (
        <TextField
          draft={draft}
          pointer="/id"
          label="Name"
          hint="Its groups are in it: /shop/web stands in the group /shop."
          placeholder="/shop/web"
        />
      ) : null}
      <LongField
        draft={draft}
        pointer="/cmd"
        label="Command"
        placeholder="python3 -m http.server $PORT0"
        hint="Run by a shell; empty runs what the image says."
      />
      <div className="fields">
        <NumberField draft={draft} pointer="/instances" label="Instances" placeholder="1" />
        <NumberField draft={draft} pointer="/cpus" label="CPUs" placeholder="1" />
        <NumberField draft={draft} pointer="/mem" label="Memory in MiB" placeholder="128" />
        <NumberField draft={draft} pointer="/disk" label="Disk in MiB" placeholder="0" />
        <NumberField draft={draft} pointer="/gpus" label="GPUs" placeholder="0" />
        <TextField draft={draft} pointer="/user" label="User" />
      </div>
    </Section>
  );
}

function Container({ draft }: PartProps) {
  const hasImage = getAt(draft.document, '/container/docker') !== undefined;
  return (
    <Section title="Container" draft={draft} pointers={['/container', '/networks']}>
      <TextField
        draft={draft}
        pointer="/container/docker/image"
        label="Image"
        placeholder="nginx:alpine"
        hint="Empty: the command runs on the agent itself."
      />
      {hasImage ? (
        <>
          <div className="fields">
            <ChoiceField
              draft={draft}
              pointer="/container/type"
              label="Runtime"
              options={['DOCKER', 'MESOS']}
              standard="MESOS"
            />
            <ChoiceField
              draft={draft}
              pointer="/networks/0/mode"
              label="Network"
              options={['host', 'container/bridge', 'container']}
              standard="host"
            />
          </div>
          <div className="line">
            <FlagField
              draft={draft}
              pointer="/container/docker/forcePullImage"
              label="Pull each time"
            />
            <FlagField draft={draft} pointer="/container/docker/privileged" label="Privileged" />
          </div>
        </>
      ) : null}
      {hasImage ? <Volumes draft={draft} /> : null}
    </Section>
  );
}

function Volumes({ draft }: PartProps) {
  return (
    <ListField
      draft={draft}
      pointer="/container/volumes"
      what="volume"
      fresh={{ containerPath: '/data', hostPath: '/srv/data', mode: 'RW' }}
      entry={(pointer) => (
        <>
          <TextField draft={draft} pointer={`${pointer}/containerPath`} label="Path inside" />
          <TextField draft={draft} pointer={`${pointer}/hostPath`} label="Path on the agent" />
          <ChoiceField
            draft={draft}
            pointer={`${pointer}/mode`}
            label="Mode"
            options={['RW', 'RO']}
            standard="RW"
          />
        </>
      )}
    />
  );
}

function Ports({ draft }: PartProps) {
  const isMapped =
    listAt(draft.document, '/container/portMappings').length > 0 ||
    getAt(draft.document, '/networks/0/mode') === 'container/bridge';
  const pointer = isMapped ? '/container/portMappings' : '/portDefinitions';
  return (
    <Section
      title="Ports"
      draft={draft}
      pointers={['/portDefinitions', '/container/portMappings', '/requirePorts']}
    >
      <ListField
        draft={draft}
        pointer={pointer}
        what="port"
        fresh={
          isMapped
            ? { containerPort: 80, hostPort: 0, protocol: 'tcp' }
            : { port: 0, protocol: 'tcp', name: 'http' }
        }
        entry={(at) => (
          <>
            {isMapped ? (
              <>
                <NumberField draft={draft} pointer={`${at}/containerPort`} label="Port inside" />
                <NumberField draft={draft} pointer={`${at}/hostPort`} label="Port outside" />
              </>
            ) : (
              <NumberField draft={draft} pointer={`${at}/port`} label="Port" hint="0: any" />
            )}
            <ChoiceField
              draft={draft}
              pointer={`${at}/protocol`}
              label="Protocol"
              options={['tcp', 'udp', 'udp,tcp']}
              standard="tcp"
            />
            <TextField draft={draft} pointer={`${at}/name`} label="Name" />
          </>
        )}
      />
      {isMapped ? null : (
        <FlagField draft={draft} pointer="/requirePorts" label="Exactly these ports on the agent" />
      )}
    </Section>
  );
}

const PROTOCOLS = ['MESOS_HTTP', 'MESOS_HTTPS', 'MESOS_TCP', 'COMMAND', 'HTTP', 'HTTPS', 'TCP'];

function Health({ draft }: PartProps) {
  return (
    <Section title="Health checks" draft={draft} pointers={['/healthChecks']}>
      <ListField
        draft={draft}
        pointer="/healthChecks"
        what="health check"
        fresh={{
          protocol: 'MESOS_HTTP',
          path: '/',
          portIndex: 0,
          gracePeriodSeconds: 60,
          intervalSeconds: 10,
          timeoutSeconds: 5,
          maxConsecutiveFailures: 3,
        }}
        entry={(at) => {
          const protocol = getAt(draft.document, `${at}/protocol`);
          const hasPath = typeof protocol === 'string' && protocol.includes('HTTP');
          return (
            <>
              <ChoiceField
                draft={draft}
                pointer={`${at}/protocol`}
                label="Protocol"
                options={PROTOCOLS}
                standard="HTTP"
              />
              {hasPath ? <TextField draft={draft} pointer={`${at}/path`} label="Path" /> : null}
              {protocol === 'COMMAND' ? (
                <TextField draft={draft} pointer={`${at}/command/value`} label="Command" />
              ) : (
                <NumberField
                  draft={draft}
                  pointer={`${at}/portIndex`}
                  label="Port number in the list"
                />
              )}
              <NumberField draft={draft} pointer={`${at}/gracePeriodSeconds`} label="Grace in s" />
              <NumberField draft={draft} pointer={`${at}/intervalSeconds`} label="Every s" />
              <NumberField draft={draft} pointer={`${at}/timeoutSeconds`} label="Timeout in s" />
              <NumberField
                draft={draft}
                pointer={`${at}/maxConsecutiveFailures`}
                label="Fails after"
              />
            </>
          );
        }}
      />
    </Section>
  );
}

const OPERATORS = ['UNIQUE', 'CLUSTER', 'GROUP_BY', 'LIKE', 'UNLIKE', 'MAX_PER', 'IS'];

function Placement({ draft }: PartProps) {
  return (
    <Section
      title="Placement"
      draft={draft}
      pointers={['/constraints', '/role', '/acceptedResourceRoles']}
    >
      <ListField
        draft={draft}
        pointer="/constraints"
        what="constraint"
        fresh={['hostname', 'UNIQUE']}
        entry={(at) => (
          <>
            <TextField draft={draft} pointer={`${at}/0`} label="Field" />
            <ChoiceField
              draft={draft}
              pointer={`${at}/1`}
              label="Operator"
              options={OPERATORS}
              standard="UNIQUE"
            />
            <TextField draft={draft} pointer={`${at}/2`} label="Value" />
          </>
        )}
      />
      <div className="fields">
        <TextField draft={draft} pointer="/role" label="Role" placeholder="*" />
        <Field
          label="Accepted roles"
          hint="Names with commas between."
          fault={faultAt(draft, '/acceptedResourceRoles')}
        >
          {(field) => (
            <input
              {...field}
              className="input"
              data-pointer="/acceptedResourceRoles"
              value={listAt(draft.document, '/acceptedResourceRoles').join(',')}
              onChange={(event) =>
                draft.set(
                  '/acceptedResourceRoles',
                  event.target.value === '' ? undefined : event.target.value.split(','),
                )
              }
            />
          )}
        </Field>
      </div>
    </Section>
  );
}

function Upgrade({ draft }: PartProps) {
  return (
    <Section
      title="Replacing instances"
      draft={draft}
      pointers={['/upgradeStrategy', '/taskKillGracePeriodSeconds', '/backoffSeconds']}
    >
      <div className="fields">
        <NumberField
          draft={draft}
          pointer="/upgradeStrategy/minimumHealthCapacity"
          label="Least healthy share"
          hint="1: never fewer than all."
        />
        <NumberField
          draft={draft}
          pointer="/upgradeStrategy/maximumOverCapacity"
          label="More at once"
          hint="1: up to twice as many."
        />
        <NumberField
          draft={draft}
          pointer="/taskKillGracePeriodSeconds"
          label="Time to stop in s"
          placeholder="3"
        />
        <NumberField
          draft={draft}
          pointer="/backoffSeconds"
          label="First delay after a failure in s"
          placeholder="1"
        />
      </div>
    </Section>
  );
}
