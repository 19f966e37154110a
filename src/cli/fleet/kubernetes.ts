import type { FleetJob } from './slurm.js';

/** What a Kubernetes job depends on besides. */
export interface KubernetesJob extends FleetJob {
  /** Name of the image with the packed program, such as `registry.example/softmax-bench:0.1.0`. */
  readonly image: string;
  /** CPUs and memory that each pod is guaranteed. */
  readonly cpuCount: number;
  readonly memoryGibi: number;
}

/** A claim that every pod writes its results to. */
const claimName = 'softmax-bench-results';

/** Seconds from SIGTERM to SIGKILL: enough to write a result and its reports. */
const graceSeconds = 60;

const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${claimName}
spec:
  # Several nodes write to it: the storage class has to allow that.
  accessModes: [ReadWriteMany]
  resources:
    requests:
      storage: 1Gi
`;

/**
 * An indexed Job for `kubectl apply -f`: one pod a node, each with whole guaranteed CPUs, as nobody, without a token and
 * with a root file system that cannot be written to.
 */
export function kubernetesJob(job: KubernetesJob): string {
  const { nodeCount, timeLimitSeconds } = job;
  return `${claim}---
apiVersion: batch/v1
kind: Job
metadata:
  name: softmax-bench
spec:
  completionMode: Indexed
  completions: ${nodeCount}
  parallelism: ${nodeCount}
  backoffLimit: ${nodeCount}
  activeDeadlineSeconds: ${Math.ceil(timeLimitSeconds) + graceSeconds}
  template:
    metadata:
      labels:
        app: softmax-bench
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      terminationGracePeriodSeconds: ${graceSeconds}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector:
            matchLabels:
              app: softmax-bench
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        runAsGroup: 1000
        fsGroup: 1000
        seccompProfile:
          type: RuntimeDefault
      containers:
${containerOf(job)}      volumes:
        - name: results
          persistentVolumeClaim:
            claimName: ${claimName}
        - name: scratch
          emptyDir: {}
`;
}

/** Its whole guaranteed CPUs, its command and what it may write to, as an item of a list. */
function containerOf(job: KubernetesJob): string {
  const { folder, runFlags, image, cpuCount, memoryGibi } = job;
  const flags = runFlags === '' ? '' : ` ${runFlags}`;
  const result = `${folder}/$SOFTMAX_BENCH_JOB-$JOB_COMPLETION_INDEX`;
  return `        - name: softmax-bench
          image: ${image}
          # A pod that starts again resumes what it had measured.
          command:
            - /bin/sh
            - -c
            - >-
              if [ -e "/results/${result}/result.json" ];
              then exec softmax-bench run --resume "/results/${result}";
              else exec softmax-bench run --label "$SOFTMAX_BENCH_NODE" --out "/results/${result}"${flags};
              fi
          env:
            - name: SOFTMAX_BENCH_JOB
              valueFrom:
                fieldRef:
                  fieldPath: metadata.labels['job-name']
            - name: SOFTMAX_BENCH_NODE
              valueFrom:
                fieldRef:
                  fieldPath: spec.nodeName
          # Whole CPUs with equal requests and limits: the static CPU policy then pins them.
          resources:
            requests: &size
              cpu: '${cpuCount}'
              memory: ${memoryGibi}Gi
            limits: *size
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: results
              mountPath: /results
            - name: scratch
              mountPath: /tmp
`;
}
